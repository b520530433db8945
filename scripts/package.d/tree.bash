# shellcheck shell=bash
# Makes the tree that a package and scripts/install install below a prefix. The script that sources
# this file has sourced what scripts/package.d/all.bash names, and defines: home, scratch, say, fail.

# What wg-mesh and its libraries use: java.xml the AWS SDK, jdk.httpserver the metrics of apply,
# jdk.unsupported JLine, by reflection, for signals: without it SIGHUP would end apply --watch.
# TLS is in java.base. jdeps names more modules, for parts of JLine and Jackson that are not used.
modules=java.base,java.logging,java.xml,jdk.httpserver,jdk.unsupported

# Sets version, of Debian's form, and epoch, the time of every file: those of the last commit, so
# that two packages of it are the same, and one of a later commit is the newer version.
read_version() {
    version=$(sed -n '/<artifactId>wg-mesh</,/<packaging>/d; s:^    <version>\(.*\)</version>$:\1:p' "$home/pom.xml" | head -n 1)
    epoch=${SOURCE_DATE_EPOCH:-$(git -C "$home" log -1 --format=%ct 2>/dev/null)} \
        || epoch=$(date -d "$(sed -n 's:.*<project.build.outputTimestamp>\(.*\)</.*:\1:p' "$home/pom.xml")" +%s)
    [[ $version != *-SNAPSHOT ]] || version=${version%-SNAPSHOT}~$(date -u -d "@$epoch" +%Y%m%d.%H%M%S)
    export SOURCE_DATE_EPOCH=$epoch
}

# Gives every file below a folder the time of the package.
set_times() { # FOLDER
    find "$1" -exec touch -h -d "@$epoch" {} +
}

# Builds the jar if need be. Sets jar.
ensure_jar() {
    jar=$home/target/wg-mesh.jar
    is_built || build
}

# Makes the Java runtime in a folder.
make_runtime() { # FOLDER
    "$java_home/bin/jlink" --add-modules "$modules" --strip-debug --no-man-pages --no-header-files \
        --exclude-files /java.base/lib/jrt-fs.jar,/java.base/lib/classlist --output "$1" >&2 || fail "jlink failed"
    # For compilers and other programs that are not in the package.
    rm -f "$1"/bin/{jwebserver,keytool} "$1/lib/jexec"
    find "$1" -type f \( -name '*.so' -o -path '*/bin/*' -o -name jspawnhelper \) -exec strip --strip-unneeded {} +
    chmod -R u=rwX,go=rX "$1"
}

# Makes what runs wg-mesh, in a folder that is named by all that it is made of: the jar, the runtime,
# the flags and the caches. Takes the one that was made of the same before. Sets program, its folder.
ensure_program() {
    local build kind new
    ensure_jar
    build=$(cat "$jar" "$java_home/release" "$java_home/lib/server/libjvm.so" "$home"/scripts/{start.sh,train.sh,package.d/tree.bash} \
        - <<<"$epoch" | sha256sum | cut -c 1-12)
    program=$home/target/program/$build
    [[ ! -d $program ]] || return 0
    new=$scratch/program
    install -d -m 755 "$new"
    install -m 644 -t "$new" "$jar" "$home/scripts/start.sh"
    say "making the Java runtime: $(sed -n 's/^FULL_VERSION="\(.*\)"/\1/p' "$java_home/release"), modules $modules"
    make_runtime "$new/runtime"
    # The JVM maps a cache only where the modules have the time that they had at the training.
    set_times "$new"
    for kind in $kinds; do
        say "training the start-up cache of '$kind'"
        train_kind "$new" "$kind" || fail "no start-up cache could be trained for '$kind'"
    done
    set_times "$new"
    rm -rf "$home/target/program"
    mkdir -p "$home/target/program"
    mv "$new" "$program"
    leave_to_owner "$home/target/program"
}

# In the clone of another user root leaves nothing that this user cannot remove.
leave_to_owner() { # FOLDER
    is_own || chown -R --reference="$home" "$1"
}

# Trains a cache for the jar and the runtime of a folder, in which it then is. Without ASLR and
# compilers two trainings give the same file but for some times of the clock.
train_kind() ( # FOLDER KIND
    java_home=$1/runtime jar=$1/wg-mesh.jar
    training_flags=-Xint
    if setarch -R true 2>/dev/null; then training_command='setarch -R'; fi
    train_cache "$2" "$1/$2.aot"
    [[ -s $1/$2.aot ]] && chmod 644 "$1/$2.aot"
)

# Copies files into a folder, readable for all.
put() { # FOLDER FILE...
    install -d -m 755 "$1"
    install -m 644 -t "$1" "${@:2}"
}

# Makes the tree in a folder. Its unit runs PREFIX/bin/wg-mesh.
make_tree() { # FOLDER PREFIX
    ensure_program
    install -d -m 755 "$1/lib/wg-mesh" "$1/bin"
    cp -a --no-preserve=ownership "$program" "$1/lib/wg-mesh/"
    sed "s/@BUILD@/${program##*/}/" "$home/scripts/package.d/launcher" >"$1/lib/wg-mesh/wg-mesh"
    chmod 755 "$1/lib/wg-mesh/wg-mesh"
    ln -s ../lib/wg-mesh/wg-mesh "$1/bin/wg-mesh"
    put_documents "$1" "$2"
    set_times "$1"
}

# The unit, which runs PREFIX/bin/wg-mesh.
place_unit() { # FOLDER PREFIX
    local unit=$1/lib/systemd/system/wg-mesh@.service
    install -d -m 755 "${unit%/*}"
    sed "s|^ExecStart=[^ ]*|ExecStart=$2/bin/wg-mesh|" "$home/examples/wg-mesh@.service" >"$unit"
    chmod 644 "$unit"
}

# Makes the manual pages and completions, unless those in the folder were made of the same before.
ensure_manual() { # FOLDER
    local sources
    sources=$(cat "$jar" "$home/scripts/manual" "$home"/src/build/*.java "$home"/docs/*.md - <<<"$epoch" | sha256sum)
    [[ ! -f $1/sources || $(<"$1/sources") != "$sources" ]] || return 0
    JAVA_HOME=$java_home "$home/scripts/manual" --output "$1" >&2 || fail "the manual pages could not be made"
    printf '%s\n' "$sources" >"$1/sources"
    leave_to_owner "$1"
}

# The unit, manual pages, completions, documents and examples.
put_documents() { # FOLDER PREFIX
    local share=$1/share doc=$1/share/doc/wg-mesh manual=$home/target/manual page
    place_unit "$1" "$2"
    ensure_manual "$manual"
    for page in "$manual"/man*/*.[0-9]; do
        [[ -f $page ]] || continue
        install -d -m 755 "$share/man/man${page##*.}"
        gzip -9n <"$page" >"$share/man/man${page##*.}/${page##*/}.gz"
    done
    [[ ! -f $manual/bash/wg-mesh ]] || put "$share/bash-completion/completions" "$manual/bash/wg-mesh"
    [[ ! -f $manual/zsh/_wg-mesh ]] || put "$share/zsh/site-functions" "$manual/zsh/_wg-mesh"
    [[ ! -f $manual/fish/wg-mesh.fish ]] || put "$share/fish/vendor_completions.d" "$manual/fish/wg-mesh.fish"
    put "$doc" "$home/README.md" "$home/SECURITY.md" "$home"/docs/*.md
    put "$doc/schema" "$home"/docs/schema/*
    put "$doc/decisions" "$home"/docs/decisions/*
    cp -R "$home/examples" "$doc/"
    cp -R "$home/zones" "$doc/examples/"
    rm -f "$doc/examples/wg-mesh@.service" # it is installed
    chmod -R u=rwX,go=rX "$doc"
    put_licences "$doc"
    write_bom "$doc/wg-mesh.cdx.json"
}
