# shellcheck shell=bash disable=SC2154
# Root file systems of nodes. Part of netlab, which sets $lab and $self.

new_root() { # NODE BASE: a layer of the node's own over a folder, mounted where only the node sees it
  find_holder "$1"
  local folder=$lab/nodes/$1 base
  base=$(realpath -- "$2")
  [[ -x $base/bin/sh ]] || fail "$2 has no /bin/sh. fix: scripts/debian-root $2" 2
  mkdir -- "$folder/root" "$folder/layer" 2>/dev/null || fail "node $1 has a root already"
  nsenter --target "$holder" --net --mount -- "$self" --mount-root "$folder" "$base"
}

mount_root() { # FOLDER BASE: runs inside the node's namespaces, with which every mount ends
  local root=$1/root layer=$1/layer name
  if ! overlay "$layer" "$2" "$root"; then # a layer cannot lie on an overlay, as in a container
    mount -t tmpfs netlab "$layer"
    overlay "$layer" "$2" "$root" || cp -a --reflink=auto -- "$2/." "$root"
  fi
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

execute_in_root() { # NODE COMMAND...
  find_holder "$1"
  local root=$lab/nodes/$1/root
  [[ -d $root ]] || fail "node $1 has no root. fix: netlab root DIR $1 BASE"
  shift
  exec nsenter --target "$holder" --net --mount -- chroot "$root" \
    env -i NETLAB="$lab" HOME=/root TERM="${TERM:-dumb}" LANG=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}
