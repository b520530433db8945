# shellcheck shell=bash disable=SC2154
# The second half: a mesh in network namespaces. Part of demo, which sets $home and $scratch.

mesh=_p2p.example.com
name_server=192.0.2.53
declare -A address=() # of a node in the mesh

show_mesh() {
    mkdir -- "$scratch/mesh"
    cd -- "$scratch/mesh"
    show_machines
    show_founding
    show_first_passes
    show_second_passes
    show_newcomer
}

netlab() { "$home/scripts/netlab" "$@"; }

show_machines() {
    step 'A small internet on this machine'
    say 'Network namespaces, connected with nothing but each other, of scripts/netlab:' ''
    sed -n '/^#   dns/,/^#   203.0.113.202/s/^#/   /p' "$home/scripts/netlab.d/topologies/mesh"
    lab=$scratch/mesh/lab
    netlab up "$lab"
    netlab topology "$lab" mesh
}

# A zone as it is before there is a mesh.
bare_zone() { # ORIGIN OTHER
    cat <<END
\$ORIGIN $1
\$TTL 300
@       IN      SOA     ns1 hostmaster 1 3600 900 604800 30
        IN      NS      ns1
        IN      NS      ns1.$2
ns1     IN      A       $name_server
END
}

show_founding() {
    step 'A mesh is founded, and four join'
    say 'The private keys to zones/ are not in this checkout, so this mesh has zones and keys of its own.' \
        'TTL 30: a node looks again at DNS as often as that.'
    mkdir zones
    bare_zone example.com. example.net. >zones/example.com.zone
    bare_zone example.net. example.com. >zones/example.net.zone
    show '$' wg-mesh init "$mesh" --pool 10.0.0.0/24 --allow 192.168.1.0/24 --ttl 30
    join node-a.example.com --ip auto --ip 192.168.1.1 --endpoint 198.51.100.10 --site cloud
    join node-b.example.com --ip auto --ip 192.168.1.2 --endpoint 203.0.113.202
    join node-c.example.net --mesh "$mesh" --ip auto --ip 192.168.1.3 --nat yes
    join node-d.example.com --ip auto --ip 192.168.1.4 --endpoint 203.0.113.204
    show '$' wg-mesh validate zones/example.com.zone zones/example.net.zone
    serve_zones
}

join() { # HOST OPTION...: its key comes to lie in the folder of the node
    local node=${1%%.*}
    show '$' wg-mesh join "$1" --key "lab/nodes/$node/$node.key" "${@:2}"
    address[$node]=$(wg-mesh show "$1" --mesh "$mesh" 2>/dev/null | grep -o '10\.0\.0\.[0-9]*') ||
        fail "$1 has no address of the pool"
}

serve_zones() {
    say '' 'The node dns serves the two files; it is the name server of all:'
    printf '\n    %sdns$ wg-mesh serve zones --listen %s:53 &%s\n' "$bold" "$name_server" "$plain"
    netlab exec "$lab" dns wg-mesh serve zones --listen "$name_server:53" >serve.out 2>serve.err &
    server=$!
    wait_for 60 has_said_where || fail "serve does not start: $(<serve.err)"
    sed 's/^/    /' serve.err serve.out
}

on() { # NODE COMMAND...: shows a command that runs in a node
    local runner=(netlab exec "$lab" "$1")
    cd -- "$lab/nodes/$1"
    show "$1\$" "${@:2}"
    cd -- "$scratch/mesh"
}

apply() { # NODE
    on "$1" wg-mesh apply "$mesh" --key "$1.key" --state-dir state
}

show_first_passes() {
    step 'Each node brings itself up, from DNS alone'
    say 'A node has its key, and the name server in its resolv.conf; it knows none of the others.'
    apply node-a
    apply node-b
    apply node-d
    apply node-c
    say '' 'Who reaches whom, by which way and in which time:' ''
    ways node-a node-b node-c node-d
    need_way tunnel node-b node-d
    say '' 'node-b and node-d are on one LAN. When node-b looked, node-d had not answered there yet: node-b uses the' \
        'tunnel, whatever node-d does. Each decides alone, and both ways work.'
}

show_second_passes() {
    step 'A second pass: the neighbours have proved each other'
    apply node-b
    apply node-d
    apply node-a
    grep -qx 'nothing to do' "$scratch/said" || fail 'node-a found something to do in a settled mesh'
    say '' 'The key of each has answered at its address on the LAN: now they go direct, which is not encrypted.' ''
    ways node-a node-b node-c node-d
    need_ways_of_a_settled_mesh
    on node-b wg show wg0
    on node-b ip route show proto 87
}

show_newcomer() {
    local node
    step 'A newcomer, with nothing done on the others'
    say 'The four go on by themselves: wg-mesh apply --watch. Then node-e joins.'
    for node in node-a node-b node-c node-d; do watch_dns "$node"; done
    for node in node-a node-b node-c node-d; do wait_for 60 has_looked "$node" || fail "$node does not look at DNS"; done
    join node-e.example.com --endpoint 192.0.2.5
    sleep 1 # so long at the most until a change is served
    apply node-e
    say '' 'The others look at DNS again within 33 s:' ''
    await_reach node-e node-a node-b node-c node-d
    say ''
    ways node-a node-b node-c node-d node-e
    need_ways_of_a_settled_mesh
}

watch_dns() { # NODE: in the background until the lab ends
    (
        cd -- "$lab/nodes/$1"
        netlab exec "$lab" "$1" wg-mesh apply "$mesh" --key "$1.key" --state-dir state --watch -v
    ) >"$lab/nodes/$1/watch.out" 2>&1 &
}

has_looked() { # NODE
    grep -q 'next pass in' "$lab/nodes/$1/watch.out"
}
