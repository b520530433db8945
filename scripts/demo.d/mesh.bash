# shellcheck shell=bash disable=SC2154
# The second half: a mesh in network namespaces. Part of demo, which sets $home and $scratch.

mesh=_p2p.example.com
name_server=192.0.2.53
declare -A address=() # of a node in the mesh

show_mesh() {
    mkdir -- "$scratch/mesh"
    cd -- "$scratch/mesh"
    show_machines
    show_creation
    show_first_passes
    show_second_passes
    show_new_member
}

netlab() { "$home/scripts/netlab" "$@"; }

show_machines() {
    step 'A small internet on this machine'
    say 'Network namespaces of scripts/netlab, isolated from the network of this machine:' ''
    sed -n '/^#   dns/,/^#   203.0.113.202/s/^#/   /p' "$home/scripts/netlab.d/topologies/mesh"
    lab=$scratch/mesh/lab
    netlab up "$lab"
    netlab topology "$lab" mesh
}

# A zone before a mesh is created.
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

show_creation() {
    step 'Create a mesh, and four members join'
    say 'The private keys to zones/ are not in this checkout, so this mesh has zones and keys of its own.' \
        'TTL 30: each node reads DNS again about every 30 s.'
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

join() { # HOST OPTION...: the key is created in the folder of the node
    local node=${1%%.*}
    show '$' wg-mesh join "$1" --key "lab/nodes/$node/$node.key" "${@:2}"
    address[$node]=$(grep -o '10\.0\.0\.[0-9]*' "$scratch/said") || fail "$1 has no address from the pool"
}

serve_zones() {
    say '' 'The node dns serves the two files; it is the name server of every node:'
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
    step 'Each node configures itself from DNS'
    say 'A node has only its key and the name server in its resolv.conf.'
    apply node-a
    apply node-b
    apply node-d
    apply node-c
    say '' 'The path and round-trip time between each pair of nodes:' ''
    ways node-a node-b node-c node-d
    need_way tunnel node-b node-d
    say '' 'node-b and node-d are on one LAN. During the pass of node-b, node-d had not answered there yet: node-b' \
        'uses the tunnel. Each node decides on its own, and both paths work.'
}

show_second_passes() {
    step 'A second pass: the neighbours have completed a handshake'
    apply node-b
    apply node-d
    apply node-a
    grep -qx 'nothing to do' "$scratch/said" || fail 'node-a planned changes in a mesh that is in sync'
    say '' 'Each has proved its key at its LAN address: traffic between them now goes direct, without encryption.' ''
    ways node-a node-b node-c node-d
    need_ways_of_a_settled_mesh
    on node-b wg show wg0
    on node-b ip route show proto 87
}

show_new_member() {
    local node
    step 'A new member joins, without a command on the other nodes'
    say 'The four nodes run wg-mesh apply --watch. Then node-e joins.'
    for node in node-a node-b node-c node-d; do watch_dns "$node"; done
    for node in node-a node-b node-c node-d; do wait_for 60 has_looked "$node" || fail "$node does not read DNS"; done
    join node-e.example.com --endpoint 192.0.2.5
    sleep 1 # a change is served within this time
    apply node-e
    say '' 'The other nodes read DNS again within 33 s:' ''
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
    grep -q 'next check in' "$lab/nodes/$1/watch.out"
}
