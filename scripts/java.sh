# shellcheck shell=sh disable=SC2034
# Read by the other scripts: which Java runs wg-mesh.

no_java='no Java 25 in JAVA_HOME, PATH or the usual folders: install a JDK 25 (https://adoptium.net, package temurin-25-jdk) or set JAVA_HOME to its folder'

# Takes $1 as the Java home if it holds a Java of version 25 or newer.
take_java() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while IFS='="' read -r key _ value _; do
        [ "$key" = JAVA_VERSION ] || continue
        [ "${value%%[!0-9]*}" -ge 25 ] 2>/dev/null || return 1
        java_home=$1 java_version=$value
        return 0
    done <"$1/release"
    return 1
}

# Sets java_home and java_version to a Java 25 or newer: JAVA_HOME, PATH, the usual folders.
find_java() {
    [ -n "${JAVA_HOME:-}" ] && take_java "$JAVA_HOME" && return 0
    if path=$(command -v java) && path=$(readlink -f "$path"); then
        take_java "${path%/bin/java}" && return 0
    fi
    for candidate in /usr/lib/jvm/* /usr/local/lib/jvm/* /usr/java/* /opt/* /opt/*/* \
        "${HOME:-/nowhere}"/.sdkman/candidates/java/* "${HOME:-/nowhere}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        take_java "$candidate" && return 0
    done
    return 1
}
