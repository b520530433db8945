# shellcheck shell=bash
# Makes the tree that a package and scripts/install install below a prefix. The script that sources
# this file has sourced install.bash, start.sh and build.sh, and defines: home, scratch, say, fail.

# What wg-mesh and its libraries use: java.xml the AWS SDK, jdk.httpserver the metrics of apply.
# TLS is in java.base. jdeps names more modules, for parts of JLine and Jackson that are not used.
modules=java.base,java.logging,java.xml,jdk.httpserver
# For compilers and other programs that are not in the package.
left_out=/java.base/lib/jrt-fs.jar,/java.base/lib/classlist

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

# Makes the Java runtime, or takes the one that was made of the same JDK before. Sets runtime.
ensure_runtime() {
    local key
    key=$(cat "$java_home/release" "$home/scripts/package.d/tree.bash" | sha256sum | cut -c 1-16)
    runtime=$home/target/runtime-$key
    [[ ! -d $runtime ]] || return 0
    say "making the Java runtime: $(sed -n 's/^FULL_VERSION="\(.*\)"/\1/p' "$java_home/release"), modules $modules"
    rm -rf "$home"/target/runtime-*
    "$java_home/bin/jlink" --add-modules "$modules" --strip-debug --no-man-pages --no-header-files \
        --exclude-files "$left_out" --output "$scratch/runtime" >&2 || fail "jlink failed"
    rm -f "$scratch"/runtime/bin/{jwebserver,keytool} "$scratch/runtime/lib/jexec"
    find "$scratch/runtime" \( -name '*.so' -o -path '*/bin/*' -o -name jspawnhelper \) -type f \
        -exec strip --strip-unneeded {} +
    chmod -R u=rwX,go=rX "$scratch/runtime"
    mv "$scratch/runtime" "$runtime"
}

# Copies files into a folder, readable for all.
put() { # FOLDER FILE...
    install -d -m 755 "$1"
    install -m 644 -t "$1" "${@:2}"
}

# Makes the tree in a folder. Its unit runs PREFIX/bin/wg-mesh.
make_tree() { # FOLDER PREFIX
    local top=$1/lib/wg-mesh build kind
    ensure_jar
    ensure_runtime
    build=$(cat "$jar" "$runtime/release" "$runtime/lib/modules" "$home/scripts/start.sh" | sha256sum | cut -c 1-12)
    install -d -m 755 "$top/$build" "$1/bin"
    put "$top/$build" "$jar" "$home/scripts/start.sh"
    cp -a "$runtime" "$top/$build/runtime"
    sed "s/@BUILD@/$build/" "$home/scripts/package.d/launcher" >"$top/wg-mesh"
    chmod 755 "$top/wg-mesh"
    ln -s ../lib/wg-mesh/wg-mesh "$1/bin/wg-mesh"
    put_documents "$1" "$2"
    set_times "$1"
    for kind in $kinds; do
        say "training the start-up cache of '$kind'"
        train_kind "$top/$build" "$kind" || fail "no start-up cache could be trained for '$kind'"
    done
    set_times "$1"
}

# Trains a cache for the jar and the runtime of a folder, in which it then is.
train_kind() ( # FOLDER KIND
    home=$1 java_home=$1/runtime jar=$1/wg-mesh.jar
    train_cache "$2" "$1/$2.aot"
    [[ -s $1/$2.aot ]] && chmod 644 "$1/$2.aot"
)

# The unit, which runs PREFIX/bin/wg-mesh.
place_unit() { # FOLDER PREFIX
    local unit=$1/lib/systemd/system/wg-mesh@.service
    install -d -m 755 "${unit%/*}"
    sed "s|^ExecStart=[^ ]*|ExecStart=$2/bin/wg-mesh|" "$home/examples/wg-mesh@.service" >"$unit"
}

# The unit, manual pages, completions, documents and examples.
put_documents() { # FOLDER PREFIX
    local share=$1/share doc=$1/share/doc/wg-mesh manual=$home/target/manual page
    place_unit "$1" "$2"
    [[ ! -x $home/scripts/manual ]] || "$home/scripts/manual" >&2 || fail "the manual pages could not be made"
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
    cp -R "$home/examples" "$home/zones" "$doc/"
    rm -rf "$doc"/examples/wg-mesh@.service
    mv "$doc/zones" "$doc/examples/zones"
    chmod -R u=rwX,go=rX "$doc"
    put_licences "$doc"
    write_bom "$doc/wg-mesh.cdx.json"
}
