package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture.CommandOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output and exit codes of {@code why}, with scripted tools. */
class WhyCommandTest {
    @TempDir Path folder;
    private ScriptedNode node;

    @BeforeEach
    void scripted() throws IOException {
        node = new ScriptedNode(folder);
        node.settled();
    }

    private CommandOutput why(String... words) {
        return node.run(node.fixture(), "why", words);
    }

    private static String cause(CommandOutput shown) {
        return shown.exit() + shown.out().substring(shown.out().indexOf("\ncause\n") + 6);
    }

    private String here(String host) {
        return cause(why(host, "--zones", "zones"));
    }

    @Test
    void the_whole_chain_of_a_pair_ends_with_its_cause() {
        assertEquals(
                """
                a.example.com to e.example.com in _p2p.example.com

                records, from ZONES
                  300 s  a.example.com A  198.51.100.10
                  60 s  a.example.com AAAA  absent
                  60 s  _wireguard._udp.a.example.com SRV  absent
                  300 s  _wireguard.a.example.com A  10.0.0.1
                  300 s  _wireguard.a.example.com TXT  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaA=
                  60 s  _wireguard.a.example.com AAAA  absent
                  300 s  _meta._wireguard.a.example.com TXT  site=home
                  60 s  _reflexive._wireguard.a.example.com SRV  absent
                  300 s  e.example.com A  203.0.113.205
                  60 s  e.example.com AAAA  absent
                  60 s  _wireguard._udp.e.example.com SRV  absent
                  300 s  _wireguard.e.example.com A  10.0.0.5
                  300 s  _wireguard.e.example.com TXT  eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeA=
                  60 s  _wireguard.e.example.com AAAA  absent
                  60 s  _meta._wireguard.e.example.com TXT  absent
                  60 s  _reflexive._wireguard.e.example.com SRV  absent

                a.example.com (this node)
                  path           dead: its endpoint no longer answers
                  key            eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeA=
                  endpoint       203.0.113.205:51820, from address records of the host
                  handshake      2 h ago, at 2026-01-02T01:04:05Z
                  received       0, 0/s over the last 5 min
                  sent           145K, 493/s over the last 5 min
                  keepalive      off
                  preshared key  no
                  candidates     203.0.113.205:51820
                  choice         203.0.113.205:51820, no answer
                  10.0.0.5/32    tunnel: not on a local network (dev wg0)

                e.example.com (by DNS alone)
                  candidates     198.51.100.10:51820
                  choice         198.51.100.10:51820, new
                  10.0.0.1/32    tunnel: not on a local network (dev wg0)

                network of this node
                  MTU 1420
                  rp_filter off
                  routes 0.0.0.0/0 dev eth0 via 198.51.100.1; 10.0.0.5/32 dev wg0

                cause
                  e.example.com: answered until 2026-01-02T01:04:05Z, and no longer at\
                 203.0.113.205:51820
                  fix: check that the host is up; on e.example.com: wg-mesh why a.example.com
                """,
                why("e.example.com", "--zones", "zones")
                        .out()
                        .replaceAll("records, from \\S+", "records, from ZONES"));
    }

    @Test
    void each_state_of_a_session_has_its_cause_and_its_fix() {
        assertEquals(
                "0\n  b.example.com: nothing is in the way: there is a session\n",
                here("b.example.com"));
        assertEquals(
                """
                1
                  c.example.com: must connect to this node at 198.51.100.10:51820, and has not
                  fix: on c.example.com: wg-mesh why a.example.com; here, let UDP port 51820 in
                """,
                here("c.example.com"));
        assertEquals(
                """
                1
                  f.example.com: has no session, since nothing was sent to it yet
                  fix: ping 10.0.0.6
                """,
                here("f.example.com"));
        assertEquals(
                """
                1
                  _wireguard.g.example.com TXT: has no public key
                  fix: publish the key: wg-mesh join g.example.com --public-key KEY
                """,
                here("g.example.com"));
    }

    @Test
    void what_is_wrong_behind_a_session_is_found_too() {
        node.device(ScriptedNode.peers(true), false);
        assertEquals(
                """
                1
                  route 10.0.0.2/32: is missing on this node
                  fix: wg-mesh apply _p2p.example.com
                """,
                here("b.example.com"));
        node.device(ScriptedNode.peers(true), true);
        node.programs.prints("ping", "5 packets transmitted, 0 received, 100% packet loss");
        assertEquals(
                """
                1
                  b.example.com: has a session, and does not answer pings to 10.0.0.2
                  fix: on b.example.com: wg-mesh why a.example.com
                """,
                cause(why("b.example.com", "--zones", "zones", "--ping")));
        node.device("", true);
        assertEquals(
                """
                1
                  b.example.com: is not a peer of wg0 yet
                  fix: wg-mesh apply _p2p.example.com
                """,
                here("b.example.com"));
    }

    @Test
    void a_pair_is_explained_from_anywhere_by_dns_alone() {
        assertEquals(
                """
                0
                  b.example.com, c.example.com: nothing in DNS is in the way
                  fix: on b.example.com: wg-mesh why c.example.com
                """,
                cause(why("b.example.com", "c.example.com")));
        assertEquals(
                """
                1
                  c.example.com, d.example.com: cannot meet: no public endpoint at either side, and no\
                 observer
                  fix: wg-mesh set a.example.com --observe
                """,
                cause(why("c.example.com", "d.example.com")));
        assertEquals(List.of(), node.programs.started());
    }

    @Test
    void names_that_make_no_pair_are_wrong_usage() {
        assertEquals(2, why("a.example.com", "--zones", "zones").exit());
        assertEquals(2, why("b.example.com", "b.example.com").exit());
        assertEquals(2, why("b.example.com", "c.example.com", "--ping").exit());
        CommandOutput unknown = why("x.example.com", "--zones", "zones");
        assertEquals(2, unknown.exit());
        assertTrue(unknown.err().contains("is not in the list of _p2p.example.com"), unknown.err());
    }

    /** Returns the cause where the link to the endpoint of b, an IPv4 address, has an MTU. */
    private String withLinkMtu(int mtu) {
        node.device(ScriptedNode.peers(true), true);
        String link = "[{\"ifname\":\"eth0\",\"flags\":[\"UP\"],\"mtu\":%d,\"addr_info\":[]}]";
        String route = "[{\"dst\":\"203.0.113.202\",\"dev\":\"eth0\"}]";
        node.programs.prints("ip -json -details -force", link.formatted(mtu) + "\n" + route);
        return here("b.example.com");
    }

    @Test
    void a_packet_of_the_tunnel_over_ipv4_is_60_octets_larger() {
        assertEquals(
                "0\n  b.example.com: nothing is in the way: there is a session\n",
                withLinkMtu(1480));
        assertEquals(
                """
                1
                  wg0: has an MTU of 1420, and the path to the endpoint carries 1419
                  fix: ip link set wg0 mtu 1419
                """,
                withLinkMtu(1479));
    }
}
