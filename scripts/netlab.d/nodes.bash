# shellcheck shell=bash disable=SC2154
# Nodes of a lab. Part of netlab, which sets $lab and $here.

hold() { # NODE node|router|switch: makes the node's folder, namespaces and holder
  need_name "$1"
  local folder=$lab/nodes/$1 said
  mkdir -- "$folder" 2>/dev/null || fail "node $1 already exists in $lab"
  cp -- "$lab/resolv.conf" "$folder/resolv.conf"
  mkfifo -- "$folder/holder"
  # The holder keeps standard error open only until it is ready: the substitution ends then, or when it failed.
  # Its environment marks it from the first moment; it is no part of the caller's session, so that Ctrl-C spares it.
  said=$( (env -i PATH="$PATH" NETLAB="$lab" NETLAB_HOLDER="$folder" setsid unshare --net --mount --propagation slave \
    -- "$here/../netlab" --become-holder "$folder" "$2" </dev/null 2>&1 >/dev/null &))
  [[ -s $folder/pid ]] || fail "node $1 did not start: $said"
}

become_holder() { # FOLDER KIND: runs inside the new namespaces
  local folder=$1 resolv fd
  cd /
  for fd in /proc/self/fd/*; do # a pipe of the caller's must not stay open as long as the node lives
    fd=${fd##*/}
    ((fd <= 2 || fd == 255)) || eval "exec $fd>&-"
  done
  mount -t tmpfs -o mode=755 netlab /run # no sockets of the machine's services, no other node's wireguard-go
  mount -t sysfs netlab /sys
  resolv=$(readlink -m /etc/resolv.conf)
  if [[ $resolv == /run/* ]]; then
    mkdir -p "${resolv%/*}"
    : >"$resolv"
  fi
  mount --bind "$folder/resolv.conf" "$resolv"
  mkdir /run/wireguard /run/lock
  settings "$2"
  ip link set lo up
  [[ -d $folder ]] || fail "$folder was removed"
  echo "$$" >"$folder/pid"
  exec 2>/dev/null
  read -r <>"$folder/holder" # for ever: nobody writes there
}

settings() { # KIND: what a new network namespace inherits differs from machine to machine
  local at forward=0 no_ipv6=0
  [[ $1 != router ]] || forward=1
  [[ $1 != switch ]] || no_ipv6=1
  for at in all default; do
    setting "ipv4/conf/$at/rp_filter" 0
    setting "ipv4/conf/$at/send_redirects" 0
    setting "ipv6/conf/$at/disable_ipv6" "$no_ipv6"
    setting "ipv6/conf/$at/accept_ra" 0
    setting "ipv6/conf/$at/accept_dad" 0
    setting "ipv6/conf/$at/forwarding" "$forward"
  done
  setting ipv4/ip_forward "$forward"
  setting bridge/bridge-nf-call-iptables 0
  setting bridge/bridge-nf-call-ip6tables 0
}

setting() { # NAME VALUE
  [[ ! -e /proc/sys/net/$1 ]] || echo "$2" >"/proc/sys/net/$1"
}

find_holder() { # NODE: sets holder to the process id of a live holder; starts no process, as every command calls it
  local folder=$lab/nodes/$1 variables=() variable
  holder=
  [[ -s $folder/pid ]] || fail "no node $1 in $lab"
  read -r holder <"$folder/pid"
  # The id may belong to another process now.
  { mapfile -d '' -t variables <"/proc/$holder/environ"; } 2>/dev/null || true
  for variable in "${variables[@]}"; do
    [[ $variable != "NETLAB_HOLDER=$folder" ]] || return 0
  done
  fail "node $1 has ended. fix: netlab down $lab"
}

execute() { # NODE COMMAND...
  find_holder "$1"
  shift
  # shellcheck disable=SC2016 # the inner shell expands it
  # A shell goes back to the caller's folder, which entering a mount namespace leaves; each step becomes the next.
  # On a second processor wireguard-go searches for work: with few packets it needs twice the time.
  NETLAB=$lab GOMAXPROCS=1 exec nsenter --target "$holder" --net --mount -- \
    sh -c 'cd -- "$1" 2>/dev/null; shift; exec "$@"' sh "$PWD" "$@"
}
