# shellcheck shell=bash disable=SC2154
# Segments of a lab (bridges of its one switch), and what nodes have on them. Part of netlab, which sets $lab.

in_net() { # COMMAND...: in the network namespace of $holder, with the machine's files
  NETLAB=$lab nsenter --target "$holder" --net -- "$@"
}

new_net() { # NET PREFIX...
  need_name "$1"
  local prefix
  for prefix in "${@:2}"; do [[ $prefix == */* ]] || misuse "'$prefix' is not a prefix"; done
  find_holder switch
  in_net ip link add name "$1" up type bridge mcast_snooping 0
  printf '%s\n' "${@:2}" >"$lab/nets/$1"
}

attach() { # NODE NET ADDR... [--default GATEWAY]...
  local node=$1 net=$2 batch='' routes='' shown='' address prefix family
  shift 2
  [[ -e $lab/nets/$net ]] || fail "no segment $net in $lab. fix: netlab net $lab $net PREFIX"
  find_holder "$node"
  local inside=$holder
  while (($#)); do
    if [[ $1 == --default ]]; then
      takes GATEWAY "${@:2}"
      routes+="route add default via $2 dev $net"$'\n'
      shift 2
      continue
    fi
    address=$1
    if [[ $address != */* ]]; then
      family=.
      [[ $address != *:* ]] || family=:
      prefix=$(grep -m 1 -F "$family" "$lab/nets/$net") ||
        misuse "segment $net has no prefix of the family of $address: give ADDR/LEN"
      address+=/${prefix#*/}
    fi
    batch+="address add $address dev $net$([[ $address != *:* ]] || echo ' nodad')"$'\n'
    shown+="$node $net $address"$'\n'
    shift
  done
  find_holder switch
  in_net ip link add name p%d up master "$net" type veth peer name "$net" netns "$inside"
  holder=$inside
  in_net ip -batch - <<<"${batch}link set $net up"$'\n'"$routes"
  printf '%s' "$shown" >>"$lab/nodes/$node/addresses"
}

add_route() { # NODE PREFIX GATEWAY
  find_holder "$1"
  in_net ip route add "$2" via "$3"
}

nat() { # NODE KIND
  local how=
  case $2 in
    plain) how=masquerade ;;
    persistent | random) how="masquerade $2" ;;
    off) ;;
    *) misuse "unknown kind of nat '$2': use plain, persistent, random or off" ;;
  esac
  find_holder "$1"
  local out
  out=$(in_net ip -4 route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
  [[ -n $out ]] || fail "router $1 has no default route: nothing to masquerade"
  {
    printf 'add table ip netlab\ndelete table ip netlab\n' # in one transaction with the rest
    [[ -z $how ]] || cat <<END
table ip netlab {
  chain out { type nat hook postrouting priority srcnat; oifname "$out" $how; }
  chain in { type filter hook forward priority filter; iifname "$out" ct state new drop; }
  chain own { type filter hook input priority filter; iifname "$out" ct state new drop; }
}
END
  } | in_net nft -f -
  # Mappings made so far would outlive the change.
  ! command -v conntrack >/dev/null || in_net conntrack -F >/dev/null 2>&1 || true
}

firewall() { # NODE
  find_holder "$1"
  local out
  out=$(in_net ip -6 route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
  [[ -n $out ]] || fail "router $1 has no default route of IPv6: nothing to let in"
  in_net nft -f - <<END
add table ip6 netlab
delete table ip6 netlab
table ip6 netlab {
  chain in { type filter hook forward priority filter; iifname "$out" ct state new drop; }
  chain own { type filter hook input priority filter; iifname "$out" meta l4proto udp ct state new drop; }
}
END
}

set_sysctl() { # NODE NAME VALUE
  find_holder "$1"
  # shellcheck disable=SC2016 # the inner shell expands it
  in_net sh -c 'echo "$2" >"/proc/sys/$(echo "$1" | tr . /)"' sh "$2" "$3"
}

dns() { # ADDR...
  local file
  for file in "$lab/resolv.conf" "$lab"/nodes/*/resolv.conf; do
    printf 'nameserver %s\n' "$@" >"$file" # in place: the nodes have this very file mounted
  done
}

wg_interface() { # NODE [INTERFACE]
  local name=${2:-wg0} log=$lab/nodes/$1/${2:-wg0}.log
  find_holder "$1"
  if ! in_net ip link add dev "$name" type wireguard 2>/dev/null; then
    (execute "$1" wireguard-go "$name") >"$log" 2>&1 </dev/null ||
      fail "cannot create a WireGuard interface in $1: $(<"$log")"
  fi
  in_net ip link set "$name" up
}

show() {
  local file
  for file in "$lab"/nodes/*/addresses; do
    [[ ! -e $file ]] || cat -- "$file"
  done
}
