# shellcheck shell=bash disable=SC2154
# The first half: what needs no root. Part of demo, which sets $home and $scratch.

show_zone_files() {
    mkdir -- "$scratch/zones"
    cp -- "$home"/zones/*.zone "$scratch/zones"
    cd -- "$scratch"
    show_keys_and_join
    show_validation
    show_dns
}

show_keys_and_join() {
    step 'Create a key, and join a member'
    say 'A node needs a key pair of its own:'
    show '$' wg-mesh keygen
    say '' 'The zone files in ./zones are copies of those of this checkout: a mesh of three in two zones.' \
        'node-d joins: wg-mesh creates a key, chooses an address, and edits the zone file.'
    show '$' wg-mesh join node-d.example.com --ip auto --ip 192.168.1.4 --endpoint 203.0.113.204
    say ''
    diff -U0 "$home/zones/example.com.zone" zones/example.com.zone | sed '1,2d; /^@@/d; s/^/    /' || true
    show '$' wg-mesh list
}

show_validation() {
    step 'Validate the zones, and plan node-a'
    say 'No errors, but warnings: the keys in zones/ are public examples.'
    show '$' wg-mesh validate zones/example.com.zone zones/example.net.zone
    say '' 'The interface, peers and routes that node-a would get, with reasons:'
    show '$' wg-mesh plan _p2p.example.com --as node-a.example.com
}

show_dns() {
    local address
    step 'The same by DNS: a server that accepts signed updates'
    (umask 077 && printf 'hmac-sha256:demo:%s\n' "$(head -c 32 /dev/urandom | base64 -w 0)" >demo.key)
    printf '\n    %s$ wg-mesh serve zones --listen 127.0.0.1:0 --tsig-key-file demo.key &%s\n' "$bold" "$plain"
    wg-mesh serve zones --listen 127.0.0.1:0 --tsig-key-file demo.key >serve.out 2>serve.err &
    server=$!
    wait_for 60 has_said_where || fail "serve does not start: $(<serve.err)"
    sed 's/^/    /' serve.err serve.out
    address=$(<serve.out)
    show '$' wg-mesh show node-d.example.com --mesh _p2p.example.com --resolver "$address"
    say '' 'One update message (RFC 2136), which the server accepts only if the list has not changed since it was read:'
    show '$' wg-mesh join node-f.example.com --server "$address" --tsig-key-file demo.key
    show '$' wg-mesh set node-f.example.com --site lab --server "$address" --tsig-key-file demo.key
    show '$' wg-mesh leave node-f.example.com --yes --receipt left.json --server "$address" --tsig-key-file demo.key
    say '' 'Each commit writes a receipt, and can be rolled back until another commit changes the same records:'
    show '$' wg-mesh rollback left.json --yes --server "$address" --tsig-key-file demo.key
    kill "$server"
    wait "$server" || true
    server=
}

has_said_where() {
    kill -0 "$server" 2>/dev/null || fail "serve ended: $(<serve.err)"
    [[ -s serve.out ]]
}
