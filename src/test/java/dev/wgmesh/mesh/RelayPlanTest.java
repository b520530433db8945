package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.testing.SimulatedNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a node does where DNS says that it meets a member only through a relay. */
class RelayPlanTest {
    private static final String MESH =
            "policy pool=10.0.0.0/24 allow=10.1.0.0/16\n"
                    + "a.example.com mesh=10.0.0.1 nat=yes\n"
                    + "b.example.net mesh=10.0.0.2 nat=hard net=10.1.0.0/24\n"
                    + "c.example.net mesh=10.0.0.3 at=198.51.100.3\n";
    private static final String RELAY =
            "r.example.net mesh=10.0.0.9 at=198.51.100.9 relay=yes observe=yes\n";
    private static final String SECOND =
            "s.example.net mesh=10.0.0.10 at=198.51.100.10 relay=yes\n";
    private static final String RELAYED =
            """
            addr 10.0.0.1
            peer b allowed-ips (none)
            peer c endpoint 198.51.100.3:51820 allowed-ips 10.0.0.3 keepalive 25
            peer r endpoint 198.51.100.9:51820 allowed-ips 10.0.0.2,10.0.0.9,10.1.0.0/24 keepalive 25
            route 10.0.0.2 dev wg0
            route 10.0.0.3 dev wg0
            route 10.0.0.9 dev wg0
            route 10.1.0.0/24 dev wg0
            """;

    private static SimulatedNode node(String self, String address) {
        return new SimulatedNode(self, address).on("eth0", "192.168.1.7/24");
    }

    @Test
    void the_relay_carries_the_claims_of_a_member_behind_a_symmetric_nat() {
        SimulatedNode node = node("a", "10.0.0.1");
        DevicePlan plan = node.pass(MESH + RELAY);
        assertEquals(RELAYED, node.text());
        assertEquals(
                "[relay through the relay r.example.net, which can read it: symmetric NAT, relay"
                        + " through the relay r.example.net, which can read it: symmetric NAT]",
                plan.desired().peers().stream()
                        .filter(peer -> peer.relay().isPresent())
                        .flatMap(peer -> peer.paths().stream())
                        .map(path -> path.kind() + " " + path.reason())
                        .toList()
                        .toString());
        assertTrue(node.pass(MESH + RELAY).isEmpty());
        assertTrue(plan.messages().notices().isEmpty(), plan.messages().notices().toString());
    }

    @Test
    void the_other_end_chooses_the_same_relay() {
        SimulatedNode node = node("b", "10.0.0.2");
        node.pass(MESH + RELAY);
        assertTrue(node.text().contains("peer a allowed-ips (none)\n"), node.text());
        assertTrue(
                node.text()
                        .contains(
                                "peer r endpoint 198.51.100.9:51820 allowed-ips 10.0.0.1,10.0.0.9"),
                node.text());
    }

    @Test
    void the_relay_itself_has_the_usual_peers() {
        SimulatedNode node = new SimulatedNode("r", "10.0.0.9").on("eth0", "198.51.100.9/24");
        node.pass(MESH + RELAY);
        assertEquals(
                """
                addr 10.0.0.9
                peer a allowed-ips 10.0.0.1
                peer b allowed-ips 10.0.0.2,10.1.0.0/24
                peer c endpoint 198.51.100.3:51820 allowed-ips 10.0.0.3
                route 10.0.0.1 dev wg0
                route 10.0.0.2 dev wg0
                route 10.0.0.3 dev wg0
                route 10.1.0.0/24 dev wg0
                """,
                node.text());
    }

    @Test
    void a_relay_that_appears_takes_the_addresses_before_it_has_them() {
        SimulatedNode node = node("a", "10.0.0.1");
        DevicePlan before = node.pass(MESH + RELAY.replace(" relay=yes", ""));
        assertEquals(
                "[a.example.com (no public endpoint) and b.example.net (symmetric NAT): cannot reach"
                        + " each other: no public endpoint at either side, a symmetric NAT, and no"
                        + " relay; wg-mesh set c.example.net --relay]",
                before.messages().notices().stream()
                        .map(n -> n.where() + ": " + n.what() + "; " + n.fix())
                        .toList()
                        .toString());
        assertEquals(
                """
                set peer b allowed-ips (none) keepalive 0
                set peer r allowed-ips 10.0.0.2,10.0.0.9,10.1.0.0/24
                """,
                SimulatedNode.changes(node.pass(MESH + RELAY)));
        assertEquals(RELAYED, node.text());
    }

    @Test
    void a_relay_that_leaves_gives_the_addresses_back() {
        SimulatedNode node = node("a", "10.0.0.1");
        node.pass(MESH + RELAY);
        DevicePlan after = node.pass(MESH);
        assertTrue(node.text().contains("peer b allowed-ips 10.0.0.2,10.1.0.0/24"), node.text());
        assertTrue(!node.text().contains("peer r"), node.text());
        assertEquals(1, after.messages().notices().size());
        assertTrue(node.pass(MESH).isEmpty());
    }

    @Test
    void a_second_relay_takes_all_claims_of_a_pair_or_none() {
        SimulatedNode node = node("a", "10.0.0.1");
        node.pass(MESH + RELAY);
        node.pass(MESH + RELAY + SECOND);
        long carrying =
                node.text()
                        .lines()
                        .filter(line -> line.startsWith("peer ") && line.contains("10.1.0.0/24"))
                        .peek(line -> assertTrue(line.contains("10.0.0.2,"), line))
                        .count();
        assertEquals(1, carrying, node.text());
        assertTrue(node.pass(MESH + RELAY + SECOND).isEmpty());
    }

    @Test
    void neighbours_and_members_with_a_public_endpoint_need_no_relay() {
        SimulatedNode node = node("a", "10.0.0.1");
        node.pass(
                "policy pool=10.0.0.0/24\na.example.com mesh=10.0.0.1 nat=hard site=home"
                        + " at=192.168.1.7\nb.example.com mesh=10.0.0.2 at=192.168.1.8 site=home\n"
                        + "c.example.net mesh=10.0.0.3 at=198.51.100.3\n"
                        + RELAY);
        assertTrue(
                node.text().contains("peer b endpoint 192.168.1.8:51820 allowed-ips 10.0.0.2"),
                node.text());
        assertTrue(node.text().contains("peer c endpoint 198.51.100.3:51820 allowed-ips 10.0.0.3"));
    }

    @Test
    void a_node_without_ipv6_that_publishes_nothing_is_asked_to_say_which_families_it_has() {
        String mesh =
                "policy pool=10.0.0.0/24\n"
                        + "a.example.com mesh=10.0.0.1 site=home %s\n"
                        + "six.example.net mesh=10.0.0.2 at=2001:db8::2\n"
                        + "r.example.net mesh=10.0.0.9 at=198.51.100.9 at=2001:db8::9 relay=yes\n";
        SimulatedNode node = node("a", "10.0.0.1");
        assertEquals(
                "[a.example.com (no public endpoint) and six.example.net (public, IPv6 only):"
                        + " cannot reach each other: this node has no route of their address"
                        + " family, and its records do not say so; publish its local address:"
                        + " wg-mesh set a.example.com --endpoint 192.168.1.7:51820]",
                node.pass(mesh.formatted("")).messages().notices().stream()
                        .map(notice -> notice.where() + ": " + notice.what() + "; " + notice.fix())
                        .toList()
                        .toString());
        assertEquals(List.of(), node.pass(mesh.formatted("at=192.168.1.7")).messages().notices());
        assertTrue(
                node.text().contains("peer r endpoint 198.51.100.9:51820 allowed-ips 10.0.0.2,"),
                node.text());
    }
}
