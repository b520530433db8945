# shellcheck shell=sh disable=SC2154
# Trains the AOT caches of start.sh, which who reads this file has read.

# What the cache of a kind of command is trained on, in one process: lines for the shell, none of
# which changes anything outside the current folder: wg and ip are those of training_node. The
# first apply sets up a node, the second finds it as it should be, the third finds no name server.
# The zone of many members is so large that an edit does not read all of it again.
training() { # KIND SERVER
    case $1 in
        small) printf '%s\n' keygen help version ;;
        read) cat <<COMMANDS ;;
list
list _p2p.example.com
show node-a.example.com
list _p2p.example.com --resolver 127.0.0.1:9
list _p2p.example.com --resolver $2
list _p2p.example.com --server $2
list _p2p.many.example --resolver $2
validate
validate example.com --zones zones
validate many/many.example.zone
plan --zones zones --as node-a.example.com
plan _p2p.example.com --as node-b.example.com
plan _p2p.example.com --as node-a.example.com --resolver 127.0.0.1:9
COMMANDS
        change) cat <<COMMANDS ;;
keygen --out new.key
apply _p2p.example.com --zones zones --key wg0.key --state-dir state
apply _p2p.example.com --zones zones --key wg0.key --state-dir state
apply _p2p.example.com --resolver 127.0.0.1:9 --key wg0.key --state-dir state
apply _p2p.example.com --resolver $2 --key wg0.key --state-dir state --watch -v
join node-d.example.com --dry-run
join node-d.example.com --ip auto --ip 192.168.1.4 --dry-run
set node-a.example.com --site home --dry-run
leave node-a.example.com --dry-run
join node-d.example.com --dry-run --server $2 --tsig-key-file tsig.key
set node-a.example.com --site home --dry-run --server $2 --tsig-key-file tsig.key
join n0.many.example --mesh _p2p.many.example --public-key G7uBHQeYTl+QkcXePIQMHiObAn+/KynhJxsaDdIGwUs= --dry-run --server $2
join node-d.example.com --public-key MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8= --yes --state-dir state --server $2 --tsig-key-file tsig.key
join n0.many.example --mesh _p2p.many.example --public-key G7uBHQeYTl+QkcXePIQMHiObAn+/KynhJxsaDdIGwUs= --yes --state-dir state --zones many
rotate n0.many.example --mesh _p2p.many.example --now --public-key hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo= --yes --state-dir state --zones many
leave node-a.example.com --yes --state-dir state --zones zones
COMMANDS
        complete) cat <<'COMMANDS' ;;
complete vali
complete -
complete join node-d.example.com --
complete show n
complete list _
complete validate --explain A
complete apply --key f
COMMANDS
    esac
    echo exit
}

# Two zones, so that members are found in each; an answer is too long for UDP.
training_zones() ( # FOLDER
    exec >"$1/example.com.zone"
    cat <<'ZONE'
$ORIGIN example.com.
$TTL 2
@ SOA ns1 hostmaster 1 3600 900 604800 60
@ NS ns1
ns1 A 192.0.2.53
_p2p TXT "node-a.example.com"
_p2p TXT "node-b.example.com"
_p2p PTR _p2p.eu
_p2p.eu TXT "node-c.example.net"
_policy._p2p TXT "pool=10.0.0.0/24"
_policy._p2p TXT "allow=192.168.1.0/24"
_revision._p2p TXT "2"
node-a A 198.51.100.10
_wireguard.node-a TXT "G7uBHQeYTl+QkcXePIQMHiObAn+/KynhJxsaDdIGwUs="
_wireguard.node-a A 10.0.0.1
_meta._wireguard.node-a TXT "site=cloud"
node-b A 203.0.113.202
node-b AAAA 2001:db8:b::2
_wireguard.node-b TXT "meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0="
_wireguard.node-b A 10.0.0.2
_wireguard.node-b A 192.168.1.2
_wireguard._udp.node-b SRV 0 0 51821 node-b
ZONE
    third=0
    while [ $third -lt 60 ]; do
        third=$((third + 1))
        echo "_policy._p2p TXT allow=192.168.1$third.0/24"
    done
    exec >"$1/example.net.zone"
    cat <<'ZONE'
$ORIGIN example.net.
$TTL 2
@ SOA ns1 hostmaster 1 3600 900 604800 60
@ NS ns1
ns1 A 192.0.2.54
_wireguard.node-c TXT "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI="
_wireguard.node-c A 10.0.0.3
_meta._wireguard.node-c TXT "nat=yes"
ZONE
)

# Settings that change nothing.
training_settings() {
    printf '%s\n' 'pin = false' '[zone."example.net"]' 'zones = "zones"'
}

# A zone of so many members that the cores share the work, and with findings.
training_members() { # FILE
    cat >"$1" <<'ZONE'
$TTL 300
@ SOA ns1 hostmaster 1 3600 900 604800 60
@ NS ns1
ns1 A 192.0.2.55
notes TXT "AA0000000000000000000000000000000000000000E="
_p2p PTR _p2p.eu
_p2p PTR _p2p.us
_policy._p2p TXT "pool=10.0.0.0/16"
_policy._p2p.eu TXT "pool=10.0.1.0/24"
ZONE
    member=0 list=eu
    while [ $member -lt 300 ]; do
        member=$((member + 1))
        [ $member -le 200 ] || list=us
        third=$((member / 200)) last=$((member % 200 + 1))
        printf '_p2p.%s TXT n%d.many.example\n_wireguard.n%d TXT %042dE=\n' $list $member $member $member
        printf '_wireguard.n%d A 10.0.%d.%d\n_wireguard._udp.n%d SRV 0 0 51820 n%d\n' $member $third $last $member $member
        printf 'n%d A 198.51.%d.%d\n' $member $third $last
    done >>"$1"
}

# Serves zones to the commands of the training. Sets serving, its process, and server, its address.
serve_training() { # FOLDER
    (umask 077 && echo 'key "training" { algorithm hmac-sha256; secret "d2ctbWVzaCB0cmFpbmluZyBrZXksIDMyIG9jdGV0cyE="; };' >"$1/tsig.key")
    mkdir "$1/served"
    cp "$1/zones/"* "$1/many/"* "$1/served/"
    # It ends also if this script is killed, and does not keep the lock of build.sh.
    # shellcheck disable=SC2086 # flags are words
    (cd "$1" && HOME=$1 exec timeout 120 "$java_home/bin/java" $vm $settings -cp "$jar" $main \
        serve served --listen 127.0.0.1:0 --tsig-key-file tsig.key) >"$1/server" 2>/dev/null 9<&- &
    serving=$!
    waited=0
    while [ ! -s "$1/server" ] && [ $waited -lt 100 ] && kill -0 "$serving" 2>/dev/null; do
        sleep 0.1
        waited=$((waited + 1))
    done
    if read -r address <"$1/server"; then
        server=$address
    fi
}

# What node-a has: its private key, which is of no other use, and programs that print what wg and ip
# print there. The interface is there once it has been added. A node that watches loses it twice: it
# reads DNS again 2 s after each time, when the records have expired, and learns the serials first.
# Then it is to read at once, and at last its interface cannot be made again.
training_node() ( # FOLDER
    (umask 077 && echo mNmFCTIXBm2lp7vATWBB0i0og63V8ir3XN1mtHSL9WU= >"$1/wg0.key")
    mkdir "$1/bin"
    cat >"$1/bin/wg" <<'WG'
#!/bin/sh
[ "$1" = show ] || exit 0
[ -e wg0 ] || { echo 'Unable to access interface: No such device' >&2 && exit 1; }
tab=$(printf '\t')
tr ' ' "$tab" <<DUMP
mNmFCTIXBm2lp7vATWBB0i0og63V8ir3XN1mtHSL9WU= G7uBHQeYTl+QkcXePIQMHiObAn+/KynhJxsaDdIGwUs= 51820 off
meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0= (none) 203.0.113.202:51821 10.0.0.2/32,192.168.1.2/32 $(date +%s) 148 92 off
testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI= (none) (none) 10.0.0.3/32 0 0 0 off
DUMP
WG
    cat >"$1/bin/ip" <<'IP'
#!/bin/sh
link='{"ifname":"wg0","flags":["UP"],"mtu":1420,"linkinfo":{"info_kind":"wireguard"},"addr_info":[{"family":"inet","local":"10.0.0.1","prefixlen":32}]},'
routes='{"dst":"10.0.0.2","dev":"wg0","protocol":"87"},{"dst":"10.0.0.3","dev":"wg0","protocol":"87"},{"dst":"192.168.1.2","dev":"wg0","protocol":"87"},'
case $* in
    'link add '*) : >wg0 && exit ;;
    *monitor*)
        for index in 8 9; do
            sleep 1 && rm wg0 && echo "[LINK]Deleted $index: wg0: <NOARP>" && sleep 2
        done
        sleep 1 && kill -HUP "$PPID" && sleep 1
        : >busy && rm wg0 && echo '[LINK]Deleted 7: wg0: <NOARP>' && sleep 2
        kill "$PPID" && exit
        ;;
    *-json*) [ -e wg0 ] || link='' routes='' ;;
    *-batch*) [ ! -e busy ] || { rm busy && echo 'Command failed -:1' >&2 && exit 1; } && exit ;;
    *) exit ;;
esac
while read -r object words; do
    case "$object $words" in
        addr*) echo "[$link"'{"ifname":"eth0","flags":["UP"],"mtu":1500,"addr_info":[{"family":"inet","local":"198.51.100.10","prefixlen":24}]}]' ;;
        *::/0) echo '[{"dst":"fe80::/64","dev":"eth0","protocol":"2","metric":256}]' ;;
        'route show'*) echo "[$routes"'{"dst":"default","gateway":"198.51.100.1","dev":"eth0"},{"type":"2","dst":"198.51.100.10","dev":"eth0","table":"255","protocol":"2","prefsrc":"198.51.100.10"}]' ;;
        'route get'*) echo '[{"dst":"203.0.113.202","gateway":"198.51.100.1","dev":"eth0"}]' ;;
        netconf*) echo '[{"family":"inet","interface":"all","rp_filter":"off"},{"family":"inet","interface":"eth0","rp_filter":"loose"}]' ;;
    esac
done
IP
    chmod +x "$1/bin/wg" "$1/bin/ip"
)

# Trains a cache with the flags that are used later; there is none where the JVM makes none. Without
# the profiles of methods: compiling by them takes longer than a short command runs. The training
# itself may run by another command (training_command) and with more flags (training_flags).
train_cache() { # KIND NEW-CACHE
    scratch=$(mktemp -d) || return 0
    mkdir "$scratch/zones"
    training_zones "$scratch/zones"
    training_node "$scratch"
    training_settings >"$scratch/wg-mesh.toml"
    mkdir "$scratch/many"
    training_members "$scratch/many/many.example.zone"
    server=127.0.0.1:9 serving=
    case $1 in read | change) serve_training "$scratch" ;; esac
    for first in shell keygen; do
        # shellcheck disable=SC2086 # flags are words
        training "$1" "$server" | (cd "$scratch" && HOME=$scratch PATH=$scratch/bin:$PATH timeout 120 \
            ${training_command:-} "$java_home/bin/java" $vm $short ${training_flags:-} -XX:-AOTRecordTraining \
            "-XX:AOTCacheOutput=$2" $settings -cp "$jar" $main "$first") >/dev/null 2>&1
        [ ! -s "$2" ] || break
    done
    [ -z "$serving" ] || { kill "$serving" && wait "$serving"; } 2>/dev/null || true
    rm -rf "$scratch"
}
