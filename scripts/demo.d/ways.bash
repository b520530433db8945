# shellcheck shell=bash disable=SC2154
# The path between each pair of nodes, from ping and the kernel's routes. Part of demo, which sets $lab and $address.

patience=45 # seconds to wait for a ping; a lost handshake is repeated every 5, beside other work later
declare -A way=()

probe() { # FROM TO: "tunnel 0.5", "direct 0.1" (ms), or "none -"
    local route kind=direct time
    netlab exec "$lab" "$1" ping -q -c 1 -w "$patience" "${address[$2]}" >/dev/null || {
        echo none -
        return
    }
    route=$(netlab exec "$lab" "$1" ip route get "${address[$2]}")
    [[ $route != *' dev wg0 '* ]] || kind=tunnel
    time=$(netlab exec "$lab" "$1" ping -q -c 3 -i 0.2 "${address[$2]}" | sed -n 's,^rtt .* = \([^/]*\)/.*,\1,p')
    echo "$kind ${time:--}"
}

ways() { # NODE...: a table of all pairs; fails unless each reaches each
    local from to pids=()
    mkdir -p "$scratch/ways"
    for from; do
        for to; do
            [[ $from != "$to" ]] || continue
            probe "$from" "$to" >"$scratch/ways/$from-$to" &
            pids+=($!)
        done
    done
    wait "${pids[@]}"
    table "$@"
    for from; do
        for to; do
            [[ $from == "$to" || ${way[$from-$to]} != none ]] ||
                fail "$from does not reach $to at ${address[$to]} within $patience s"
        done
    done
}

table() { # NODE...
    local from to kind time colour
    printf '    %-8s' ''
    printf ' %-17s' "${@/#/to }"
    for from; do
        printf '\n    %s%-8s%s' "$bold" "$from" "$plain"
        for to; do
            colour='' kind='' time=''
            if [[ $from != "$to" ]]; then
                read -r kind time <"$scratch/ways/$from-$to" || fail "cannot determine the path from $from to $to"
                way[$from-$to]=$kind
                if [[ $kind == none ]]; then time=''; else time+=' ms'; fi
                [[ $kind != direct ]] || colour=$green
                [[ $kind != none ]] || colour=$red
            fi
            printf ' %s%-17s%s' "$colour" "$kind $time" "$plain"
        done
    done
    echo
}

need_way() { # KIND FROM TO
    [[ ${way[$2-$3]} == "$1" ]] || fail "the path from $2 to $3 is '${way[$2-$3]}', expected '$1'"
}

need_ways_of_a_settled_mesh() { # the two on the LAN go direct, all others through the tunnel
    local pair
    for pair in "${!way[@]}"; do
        case $pair in
            node-b-node-d | node-d-node-b) need_way direct "${pair:0:6}" "${pair:7}" ;;
            *) need_way tunnel "${pair:0:6}" "${pair:7}" ;;
        esac
    done
}

await_reach() { # TO FROM...: until a ping of each comes back
    local from pids=() pid
    for from in "${@:2}"; do
        await_one "$from" "$1" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || fail "$1 is not reachable from every node within 60 s"; done
}

await_one() { # FROM TO
    local began=$SECONDS
    wait_for 60 reaches "$1" "$2" || return 1
    printf '    %s reaches %s (%s) after %d s\n' "$1" "$2" "${address[$2]}" $((SECONDS - began))
}

reaches() { # FROM TO
    netlab exec "$lab" "$1" ping -q -c 1 -W 1 "${address[$2]}" >/dev/null 2>&1
}
