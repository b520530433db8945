# shellcheck shell=sh disable=SC2034,SC2154
# Read by the launchers of a clone and of a package, and by what trains their AOT caches: with which
# flags the JVM runs wg-mesh. Who reads this file defines: home, java_home, jar.

# Keeps the JVM from printing to stdout, also about its cache. In a smaller heap, as a small machine
# has by default, the JVM finds no room for the objects of the cache, and does not start.
# The cache is mapped where it was made for: at another address the JVM rewrites each pointer in it.
# The strings of the cache have a table of their own: that of the others takes 512 KB by default.
vm='-Xlog:disable -XX:+DisplayVMOutputToStderr -XX:-UsePerfData -XX:+UseSerialGC -Xms16m -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:StringTableSize=4096'
# For a command that runs for a second, and for serve, whose first answers count: the quick compiler only.
short='-XX:TieredStopAtLevel=1'
# For apply --watch, which waits for most of its life: a heap that is little more than what is kept,
# without gaps, what the C library does not need goes back to the system, and no thread looks for idle
# locks often.
watch="$short -Xmn2m -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=30 -XX:-ShrinkHeapInSteps -XX:MarkSweepDeadRatio=0 -XX:TrimNativeHeapInterval=30000 -XX:AsyncDeflationInterval=30000"
main=dev.wgmesh.Main
# Without the property picocli looks for Groovy in the jar, which the JVM then opens.
settings='--enable-native-access=ALL-UNNAMED -Dpicocli.disable.closures=true'
# The kinds of command, each of which has a cache of its own: the JVM loads all classes of a cache.
# More kinds gain less than they differ between two runs, and each is 20 MB. Only complete needs
# picocli's model of the commands.
kinds='small read change complete'

# Sets, by the command line of wg-mesh: kind, and speed, the flags for its compilers and its heap.
choose() { # ARGUMENT...
    # The shell, which runs for long, wants both compilers; a command that waits for long, little memory.
    speed=$short
    command=
    [ $# -gt 0 ] || speed=
    for word; do
        case $word in
            --watch) speed=$watch && export MALLOC_ARENA_MAX=1 ;;
            -*) ;;
            *) [ -n "$command" ] || command=$word ;;
        esac
    done
    case $command in
        shell | _*) speed= ;;
    esac
    case $#:$command in
        1:keygen | 1:help | 1:version) kind=small ;;
        *:list | *:show | *:validate | *:plan) kind=read ;;
        *:complete) kind=complete ;;
        *) kind=change ;;
    esac
}

# Runs wg-mesh in this process, as choose decided, with the cache that $cache names, if any.
start() { # ARGUMENT...
    # Not -jar, for which the JVM opens the jar and reads its list of files.
    # shellcheck disable=SC2086 # settings are words
    set -- $settings -cp "$jar" $main "$@"
    [ -n "$cache" ] && [ -f "$cache" ] && set -- "-XX:AOTCache=$cache" "$@"
    # In the C locale the JVM cannot name a file outside ASCII.
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
        '' | C | POSIX) export LC_ALL=C.UTF-8 ;;
    esac
    ulimit -c 0 # a core dump would hold private keys
    export WG_MESH_HOME="$home"
    # shellcheck disable=SC2086 # flags are words
    exec "$java_home/bin/java" $vm $speed "$@"
}
