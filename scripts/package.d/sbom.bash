# shellcheck shell=bash
# The bill of materials and the licences of what a package holds.

bom=$home/target/wg-mesh.cdx.json

# Makes the bill of materials of the jar, by Maven, where the pom is newer than the one that is there.
ensure_bom() {
    [[ ! $bom -nt $home/pom.xml ]] || return 0
    say "making the bill of materials"
    maven "$home/target/bom.log" -ntp -Preal cyclonedx:makeBom || fail "the bill of materials could not be made; see $home/target/bom.log"
}

# Writes the bill of materials of the package: that of the jar, and the Java runtime.
write_bom() { # FILE
    local full name
    ensure_bom
    full=$(sed -n 's/^FULL_VERSION="\(.*\)"/\1/p' "$java_home/release")
    name=$(sed -n 's/^IMPLEMENTOR="\(.*\)"/\1/p' "$java_home/release")
    awk -v version="${full:-$java_version}" -v publisher="$name" -v modules="$modules" '
        { print }
        /^  "components" : \[/ {
            print "    {"
            print "      \"type\" : \"framework\","
            print "      \"bom-ref\" : \"pkg:generic/openjdk@" version "\","
            print "      \"publisher\" : \"" publisher "\","
            print "      \"name\" : \"openjdk\","
            print "      \"version\" : \"" version "\","
            print "      \"description\" : \"Java runtime made by jlink, modules: " modules "\","
            print "      \"scope\" : \"required\","
            print "      \"licenses\" : [ { \"license\" : { \"name\" : \"GPL-2.0-only WITH Classpath-exception-2.0\" } } ],"
            print "      \"purl\" : \"pkg:generic/openjdk@" version "\""
            print "    },"
        }' "$bom" >"$1"
    grep -q '"name" : "openjdk"' "$1" || fail "$bom has no list of components"
}

# The libraries in the jar, one a line: GROUP:NAME:VERSION.
libraries() {
    sed -n 's|^      "purl" : "pkg:maven/\([^/]*\)/\([^@]*\)@\([^?]*\)?type=jar",$|\1:\2:\3|p' "$bom" | LC_ALL=C sort -u
}

# The licences and notices that come with the libraries. Those of the runtime are in its folder legal.
put_licences() { # DOCUMENT-FOLDER
    ensure_licences
    mkdir "$1/licences"
    cp -R --no-preserve=ownership "$home/target/licences/files/." "$1/licences/"
    chmod -R u=rwX,go=rX "$1/licences"
}

# Takes them out of the libraries, unless those that are there are of the same libraries.
ensure_licences() {
    local folder=$home/target/licences
    local -a names
    ensure_bom
    mapfile -t names < <(libraries)
    ((${#names[@]})) || fail "$bom has no list of libraries"
    [[ ! -f $folder/libraries || $(<"$folder/libraries") != "${names[*]}" || $home/src/build/Licences.java -nt $folder/libraries ]] || return 0
    rm -rf "$folder"
    # shellcheck disable=SC2086 # flags are words
    "$java_home/bin/java" $vm $short "$home/src/build/Licences.java" "${HOME:-/root}/.m2/repository" \
        "$folder/files" "${names[@]}" >&2 || fail "the licences of the libraries could not be read"
    printf '%s\n' "${names[*]}" >"$folder/libraries"
    leave_to_owner "$folder"
}
