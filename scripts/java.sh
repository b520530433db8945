# shellcheck shell=sh disable=SC2034
# Read by the other scripts: which Java runs wg-mesh, and with which flags.

# Keeps the JVM from printing to stdout, also about its cache. In a smaller heap, as a small machine
# has by default, the JVM finds no room for the objects of the cache, and does not start.
# The cache is mapped where it was made for: at another address the JVM rewrites each pointer in it.
vm='-Xlog:disable -XX:+DisplayVMOutputToStderr -XX:-UsePerfData -XX:+UseSerialGC -Xms16m -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0'
# For a command that runs for a second: the quick compiler only.
short='-XX:TieredStopAtLevel=1'
# For apply --watch, which waits for most of its life: a heap that is little more than what is kept,
# what the C library does not need goes back to the system, and no thread looks for idle locks often.
watch="$short -Xmn4m -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=30 -XX:-ShrinkHeapInSteps -XX:TrimNativeHeapInterval=30000 -XX:AsyncDeflationInterval=30000"

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
