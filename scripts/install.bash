# shellcheck shell=bash
# Sourced by scripts/demo and scripts/test: installs what they need, or prints the commands that do.
# The script that sources this file defines: home, install (yes or no), say, fail.

# shellcheck source=scripts/java.sh
. "$home/scripts/java.sh"
# shellcheck source=scripts/build.sh
. "$home/scripts/build.sh"

# Runs apt-get with its output in a log, and says meanwhile what it does; prints the end of the log
# where it fails.
apt() { # WHAT ARGUMENT...
    local log progress code=0
    log=$(mktemp)
    show_progress "$1" apt_step "$log" &
    progress=$!
    DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=120 "${@:2}" </dev/null >"$log" 2>&1 || code=$?
    kill "$progress" 2>/dev/null || true
    wait "$progress" 2>/dev/null || true
    ((code == 0)) || tail -n 20 "$log" >&2
    rm -f "$log"
    return "$code"
}

apt_step() { # LOG
    local step
    step=$(sed -En -e 's/^Get:[0-9]+ [^ ]+ [^ ]+ [^ ]+ ([^][ ]+) .*/downloading \1/p' \
        -e 's/^Unpacking ([^ :]+).*/unpacking \1/p' -e 's/^Setting up ([^ :]+).*/setting up \1/p' "$1" | tail -n 1)
    printf '%s' "${step:-asking the package sources}"
}

# The package lists are fetched once a run; a mirror may fail once.
refreshed=
refresh() {
    [[ -z $refreshed ]] || return 0
    refreshed=yes
    apt 'reading the package lists' update || { sleep 5 && apt 'reading the package lists' update; } || say "apt-get update failed; continuing with the old package lists"
}

# Installs packages, and keeps Debian from starting the daemons among them.
install_packages() { # PACKAGE...
    local policy=/usr/sbin/policy-rc.d
    refresh
    say "installing, which takes about a minute: $*"
    if [[ ! -e $policy ]]; then
        trap 'rm -f '"$policy" EXIT
        printf '#!/bin/sh\n# Written by wg-mesh while it installs packages: starts no daemon.\nexit 101\n' >"$policy"
        chmod +x "$policy"
    fi
    apt installing install --no-install-recommends "$@" || fail "apt-get could not install: $*"
    trap - EXIT
    if grep -q 'Written by wg-mesh' "$policy"; then rm -f "$policy"; fi
}

can_install() { [[ $install == yes && $(id -u) == 0 ]] && command -v apt-get >/dev/null; }

has_jdk() { find_java && [[ -x $java_home/bin/javac ]]; }

# Prints the packages, of lines "COMMAND PACKAGE" on stdin, whose command is missing.
missing_packages() {
    local tool package
    while read -r tool package; do
        command -v "$tool" >/dev/null || printf '%s\n' "$package"
    done
}

# Installs the packages, of lines "COMMAND PACKAGE" on stdin, whose command is missing.
ensure_tools() {
    local needed
    local -a packages
    needed=$(cat)
    mapfile -t packages < <(missing_packages <<<"$needed")
    ((${#packages[@]})) || return 0
    can_install || fail "missing packages. fix: as root, run: apt-get install ${packages[*]}"
    install_packages "${packages[@]}"
    mapfile -t packages < <(missing_packages <<<"$needed")
    ((${#packages[@]} == 0)) || fail "still missing after the installation: ${packages[*]}"
}

# Finds a JDK 25 or installs one; where the package sources have none, prints the commands to run.
# Comes before ensure_tools: then nothing is installed in vain.
ensure_jdk() {
    local package
    if has_jdk; then return; fi
    if can_install; then
        refresh
        for package in openjdk-25-jdk-headless temurin-25-jdk; do
            if apt-cache show "$package" >/dev/null 2>&1; then
                (install_packages "$package") || exit
                if has_jdk; then return; fi
            fi
        done
    fi
    fail "no JDK 25 found. fix: set JAVA_HOME to a JDK 25, or run these commands as root:
$(jdk_commands)"
}

jdk_commands() {
    local codename=bookworm
    if [[ -r /etc/os-release ]]; then codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-bookworm}"); fi
    cat <<COMMANDS
    apt-get install -y wget gpg
    wget -qO- https://packages.adoptium.net/artifactory/api/gpg/key/public | gpg --dearmor >/etc/apt/trusted.gpg.d/adoptium.gpg
    echo 'deb https://packages.adoptium.net/artifactory/deb $codename main' >/etc/apt/sources.list.d/adoptium.list
    apt-get update && apt-get install -y temurin-25-jdk
COMMANDS
}
