package dev.wgmesh.command;

import dev.wgmesh.testing.ScriptedPrograms;

/** What {@code up} finds in its tests: a mesh of one, and a machine that is no member. */
final class UpFixture {
    static final String ETH0 =
            """
            {"ifname":"eth0","flags":["UP"],"mtu":1500,
             "addr_info":[{"family":"inet","local":"198.51.100.14","prefixlen":24}]}
            """;
    static final String ZONE =
            """
            $TTL 300
            @ SOA ns1 hostmaster 1 3600 900 604800 60
            @ NS ns1
            ns1 A 192.0.2.53
            _policy._p2p TXT "pool=10.0.0.0/24"
            _p2p TXT "node-a.example.com"
            node-a A 203.0.113.10
            _wireguard.node-a TXT "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8="
            _wireguard.node-a A 10.0.0.1
            """;

    private UpFixture() {}

    /** A machine without an interface of WireGuard. */
    static ScriptedPrograms machine() {
        return new ScriptedPrograms()
                .network("[" + ETH0 + "]", "[]")
                .fails("wg show wg0 dump", 1, "Unable to access interface: No such device");
    }
}
