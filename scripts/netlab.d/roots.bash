# shellcheck shell=bash disable=SC2154
# Root file systems of nodes, and systemd in them. Part of netlab, which sets $lab and $self.

new_root() { # NODE BASE: a layer of the node's own over a folder, mounted where only the node sees it
  new_layer "$1" "$2"
  nsenter --target "$holder" --net --mount -- "$self" --mount-root "$lab/nodes/$1" "$base"
}

new_layer() { # NODE BASE: sets holder, and base to the path
  find_holder "$1"
  base=$(realpath -- "$2")
  [[ -x $base/bin/sh ]] || fail "$2 has no /bin/sh. fix: scripts/debian-root $2" 2
  mkdir -- "$lab/nodes/$1/root" "$lab/nodes/$1/layer" 2>/dev/null || fail "node $1 has a root already"
}

mount_layer() { # FOLDER BASE: runs inside the node's namespaces, with which every mount ends
  local root=$1/root layer=$1/layer
  if ! overlay "$layer" "$2" "$root"; then # a layer cannot lie on an overlay, as in a container
    mount -t tmpfs netlab "$layer"
    overlay "$layer" "$2" "$root" || cp -a --reflink=auto -- "$2/." "$root"
  fi
}

mount_root() { # FOLDER BASE: runs inside the node's namespaces
  local root=$1/root name
  mount_layer "$1" "$2"
  mount -t proc netlab "$root/proc"
  mount --bind /sys "$root/sys"
  mount --bind /run "$root/run"
  mount -t tmpfs -o mode=755 netlab "$root/dev"
  for name in null zero full random urandom tty; do device "$root" "$name"; done
  [[ ! -c /dev/net/tun ]] || device "$root" net/tun
  mkdir "$root/dev/pts" "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666 netlab "$root/dev/pts"
  ln -s pts/ptmx "$root/dev/ptmx"
  ln -s /proc/self/fd "$root/dev/fd"
  ln -s fd/0 "$root/dev/stdin"
  ln -s fd/1 "$root/dev/stdout"
  ln -s fd/2 "$root/dev/stderr"
  rm -f -- "$root/etc/resolv.conf"
  : >"$root/etc/resolv.conf"
  mount --bind "$1/resolv.conf" "$root/etc/resolv.conf"
}

overlay() { # LAYER BASE ROOT
  mkdir -p -- "$1/upper" "$1/work"
  mount -t overlay -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" netlab "$3" 2>/dev/null
}

device() { # ROOT NAME: a file to bind at, as nobody may make device nodes in a container
  mkdir -p -- "$(dirname "$1/dev/$2")"
  : >"$1/dev/$2"
  mount --bind "/dev/$2" "$1/dev/$2"
}

boot() { # NODE BASE: systemd in a layer of the node's own over a folder
  local folder=$lab/nodes/$1
  command -v systemd-nspawn >/dev/null || fail "systemd-nspawn is not installed. fix: apt-get install systemd-container"
  new_layer "$1" "$2"
  [[ -x $base/lib/systemd/systemd ]] || fail "$2 has no systemd. fix: scripts/debian-root $2 systemd-sysv dbus" 2
  env -i PATH="$PATH" NETLAB="$lab" setsid nsenter --target "$holder" --net --mount -- \
    "$self" --become-machine "$folder" "$base" </dev/null >"$folder/console" 2>&1 &
  await_systemd "$1" none
}

reboot() { # NODE
  find_leader "$1"
  local before=$leader
  kill -s RTMIN+5 "$leader" # systemd(1), signals
  await_systemd "$1" "$before"
}

await_systemd() { # NODE BEFORE: waits until another process than BEFORE is systemd, and has started everything
  local tries
  for ((tries = 600; tries > 0; tries--)); do
    sleep 0.1
    leader=$(find_leader "$1" 2>/dev/null && printf '%s' "$leader") || continue
    [[ $leader != "$2" ]] || continue
    case $(timeout 60 nsenter --target "$leader" --all -- systemctl is-system-running --wait 2>/dev/null || true) in
      running | degraded) return ;;
    esac
  done
  fail "systemd did not start on node $1: $(tail -n 3 -- "$lab/nodes/$1/console")"
}

become_machine() { # FOLDER BASE: runs inside the node's namespaces
  local code
  mount_layer "$1" "$2"
  mount_cgroups
  while
    start_systemd "$1" &
    echo $! >"$1/machine"
    code=0
    wait $! || code=$?
    ((code == 133)) # a reboot
  do :; done
}

start_systemd() { # FOLDER: becomes systemd-nspawn, in control groups of its own
  local hierarchy
  for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
    [[ -e $hierarchy/cgroup.procs ]] || continue
    mkdir -- "$hierarchy/netlab-$BASHPID"
    echo "$BASHPID" >"$hierarchy/netlab-$BASHPID/cgroup.procs"
  done
  echo "$BASHPID" >>"$1/cgroups"
  exec systemd-nspawn --quiet --register=no --keep-unit --boot --console=read-only --directory="$1/root" \
    --machine="${1##*/}" --network-namespace-path=/proc/self/ns/net --capability=CAP_NET_ADMIN \
    --resolv-conf=off --bind="$1/resolv.conf:/etc/resolv.conf" --timezone=off --link-journal=no --bind=/dev/net/tun
}

mount_cgroups() { # those of the machine, for systemd: the node's /sys has none
  if [[ $(stat --file-system --format=%T /proc/1/root/sys/fs/cgroup) == cgroup2fs ]]; then
    mount -t cgroup2 netlab /sys/fs/cgroup
    return
  fi
  mount -t tmpfs netlab /sys/fs/cgroup
  mkdir /sys/fs/cgroup/systemd /sys/fs/cgroup/unified
  mount -t cgroup -o none,name=systemd netlab /sys/fs/cgroup/systemd
  mount -t cgroup2 netlab /sys/fs/cgroup/unified
}

find_leader() { # NODE: sets leader to the process id of its systemd
  local machine
  leader=
  {
    read -r machine <"$lab/nodes/$1/machine"
    read -r -d ' ' leader <"/proc/$machine/task/$machine/children"
  } 2>/dev/null || [[ -n $leader ]] || fail "systemd of node $1 has ended"
}

execute_in_root() { # NODE COMMAND...
  find_holder "$1"
  local root=$lab/nodes/$1/root leader
  local environment=(env -i NETLAB="$lab" HOME=/root TERM="${TERM:-dumb}" LANG=C.UTF-8
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
  [[ -d $root ]] || fail "node $1 has no root. fix: netlab root DIR $1 BASE"
  if [[ -s $lab/nodes/$1/machine ]]; then
    find_leader "$1"
    exec nsenter --target "$leader" --all -- "${environment[@]}" "${@:2}"
  fi
  exec nsenter --target "$holder" --net --mount -- chroot "$root" "${environment[@]}" "${@:2}"
}
