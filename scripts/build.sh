# shellcheck shell=sh disable=SC2154
# Builds target/wg-mesh.jar of a clone where it is missing or older than its sources. Who reads this
# file has read java.sh and found a Java, and defines: home, jar, say, fail.

# One process at a time builds or trains: waits, or with -n gives up. The lock is on the folder.
lock() {
    command -v flock >/dev/null || return 0
    exec 9<"$home" && flock "$@" 9
}

unlock() { exec 9<&-; }

is_built() {
    [ -s "$jar" ] && [ -z "$(find "$home/src/main" "$home/src/build" "$home/pom.xml" -newer "$jar" -print -quit)" ]
}

# Whose the tree is. Root builds nothing in a tree of another user, who would choose what root runs:
# the build runs as that user.
is_own() {
    [ "$(id -u 2>/dev/null)" = 0 ] || return 0
    owner=$(stat -c %u "$home" 2>/dev/null) || owner=0 # another system's stat
    [ "$owner" = 0 ]
}

as_owner() { # COMMAND...
    if is_own; then
        "$@"
    else
        owners_home=$(getent passwd "$owner" | cut -d: -f6)
        setpriv --reuid="$owner" --regid="$(stat -c %g "$home")" --clear-groups \
            env HOME="${owners_home:-$home/target}" "$@"
    fi
}

# Runs Maven with its output in a log, and says meanwhile what it does.
maven() { # LOG ARGUMENT...
    show_progress building build_step "$1" 9<&- & # its sleep would keep the lock
    progress=$!
    # The owner's process opens the log: as root it could be a link to another file.
    # shellcheck disable=SC2016 # the inner shell expands it
    (cd "$home" && JAVA_HOME=$java_home as_owner sh -c \
        'log=$1 && shift && exec mvn -B "$@" >"$log" 2>&1' sh "$@") </dev/null
    result=$?
    kill "$progress" 2>/dev/null
    wait "$progress" 2>/dev/null
    return "$result"
}

# Prints a line every ten seconds; on a terminal one line that changes, and is removed at the end.
# Ends with the script itself, too.
show_progress() { # WHAT STEP-FUNCTION LOG
    took=0
    [ ! -t 2 ] || trap 'printf "\r\033[K" >&2; exit' TERM
    while sleep 1 && kill -0 $$ 2>/dev/null; do
        took=$((took + 1))
        if [ -t 2 ]; then
            printf '\r\033[K%s' "$1: $took s, $("$2" "$3")" >&2
        elif [ $((took % 10)) = 0 ]; then
            say "$1: $took s, $("$2" "$3")"
        fi
    done
}

build_step() { # LOG
    downloads=$(grep -c '^.*Downloaded from ' "$1" 2>/dev/null)
    step=$(sed -n 's/^\[INFO\] --- \([a-z-]*\):.*/\1/p' "$1" 2>/dev/null | tail -n 1)
    step=${step#maven-} step=${step%-plugin} # Maven 3.8 names the whole artifact
    case $step in
        toolchains | enforcer) step='checking the tools' ;;
        dependency) step='reading the libraries' ;;
        compiler) step=compiling ;;
        exec-maven) step='changing classes for a fast start' ;;
        shade | jar | antrun) step='packing the jar' ;;
        '') step='starting Maven' ;;
    esac
    if [ "${downloads:-0}" != 0 ]; then
        [ "$step" != 'starting Maven' ] || step='fetching plugins'
        step="$step, $downloads files downloaded"
    fi
    printf '%s' "$step"
}

# Whether the libraries and plugins were fetched before: then the build takes a minute, not several.
is_fetched() { [ -d "${HOME:-/nowhere}/.m2/repository/software/amazon/awssdk/route53" ]; }

build() {
    if ! as_owner mkdir -p "$home/target" 2>/dev/null || ! as_owner test -w "$home/target"; then
        [ -f "$jar" ] || fail "$home/target cannot be written, and $jar does not exist. fix: run 'mvn package' as a user who can write there"
        say "the sources are newer than $jar, but $home/target cannot be written: running the old jar"
        return
    fi
    command -v mvn >/dev/null || fail "Maven is not installed. fix: install Maven 3.8.7 or newer: apt-get install maven"
    [ -x "$java_home/bin/javac" ] || fail "$java_home has no compiler. fix: install a JDK 25, not a JRE (https://adoptium.net)"
    lock
    if is_built; then
        unlock
        return
    fi
    if is_fetched; then
        say "building $jar, which takes about a minute"
    else
        say "building $jar, which takes 2 to 8 minutes the first time: Maven downloads libraries and plugins (about 100 MB)"
    fi
    if ! maven "$home/target/build.log" -Dmaven.test.skip=true package; then
        grep ERROR "$home/target/build.log" | head -n 5 >&2
        fail "the build failed; see $home/target/build.log"
    fi
    unlock
}
