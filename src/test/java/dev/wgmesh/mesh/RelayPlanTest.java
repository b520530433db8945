package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.Family;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.TearDownPlan;
import dev.wgmesh.testing.PeerText;
import dev.wgmesh.testing.SimulatedNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
                "[a.example.com (no public endpoint) and b.example.net (symmetric NAT): cannot"
                        + " reach each other: no public endpoint at either side, a symmetric NAT, and"
                        + " no relay; wg-mesh set c.example.net --relay]",
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

    private static SimulatedNode relay() {
        return new SimulatedNode("r", "10.0.0.9", "fd00::9").on("eth0", "198.51.100.9/24");
    }

    private static final String DUAL =
            MESH.replace("allow=", "pool=fd00::/64 allow=")
                    + RELAY.replace("mesh=10.0.0.9", "mesh=10.0.0.9,fd00::9");
    private static final Set<Family> ALL = Set.of(Family.V4, Family.V6);

    private static List<String> forwarding(DevicePlan plan) {
        return plan.changes().stream()
                .map(planned -> PeerText.of(planned.change()))
                .filter(text -> text.contains("forwarding"))
                .toList();
    }

    private static String notices(DevicePlan plan) {
        return plan.messages().notices().stream()
                .map(notice -> notice.what() + "; " + notice.fix() + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void a_relay_that_does_not_forward_says_so_and_changes_nothing() {
        DevicePlan plan = relay().kernel(Set.of(), ALL).plan(DUAL);
        assertEquals(List.of(), forwarding(plan));
        assertEquals(
                "is a relay, but this node does not forward IPv4 and IPv6: packets that members"
                        + " send through it are lost; allow it: wg-mesh apply _p2p.example.com"
                        + " --relay\n",
                notices(plan));
        assertEquals("", notices(relay().kernel(ALL, ALL).plan(DUAL)));
    }

    @Test
    void forwarding_is_set_where_the_options_allow_it_once_and_ends_with_the_relay() {
        SimulatedNode node = relay().kernel(Set.of(), ALL).options(PassOptions.DEFAULT.relaying());
        assertEquals(
                List.of("set forwarding IPv4 on", "set forwarding IPv6 on"),
                forwarding(node.pass(DUAL)));
        assertTrue(node.pass(DUAL).isEmpty());
        node.options(PassOptions.DEFAULT);
        assertTrue(node.pass(DUAL).isEmpty());
        node.kernel(Set.of(), ALL).options(PassOptions.DEFAULT.relaying());
        assertEquals(2, forwarding(node.pass(DUAL)).size(), "the interface was made again");
        String ended = DUAL.replace("relay=yes", "relay=no");
        assertEquals(
                List.of("set forwarding IPv4 off", "set forwarding IPv6 off"),
                forwarding(node.pass(ended)));
        assertEquals(
                "has no effect: r.example.net is not a relay; make it one: wg-mesh set"
                        + " r.example.net --relay\n",
                notices(node.plan(ended)));
        assertEquals(OwnedForwarding.NONE, node.state().owned().forwarding());
    }

    @Test
    void what_forwarded_before_is_left_alone_by_the_end_of_the_mesh() {
        SimulatedNode node =
                relay().kernel(Set.of(Family.V6), ALL).options(PassOptions.DEFAULT.relaying());
        node.pass(DUAL);
        TearDownPlan down =
                TearDownPlan.of(node.state(), node.node().actual(), node.node().facts());
        assertEquals(
                List.of("set forwarding IPv4 off"),
                down.changes().stream()
                        .map(planned -> PeerText.of(planned.change()))
                        .filter(text -> text.contains("forwarding"))
                        .toList());
        down.changes().forEach(planned -> node.change(planned.change()));
        assertEquals(Set.of(Family.V6), node.node().facts().forwarding().orElseThrow().on());
    }

    @Test
    void a_kernel_that_cannot_forward_ipv6_of_one_interface_is_reported_and_not_changed() {
        SimulatedNode node =
                relay().kernel(Set.of(), Set.of(Family.V4)).options(PassOptions.DEFAULT.relaying());
        DevicePlan plan = node.pass(DUAL);
        assertEquals(List.of("set forwarding IPv4 on"), forwarding(plan));
        assertEquals(
                "is a relay, but this kernel forwards IPv6 on all interfaces or on none (Linux"
                        + " before 6.17); if that is right on this node: sysctl -w"
                        + " net.ipv6.conf.all.forwarding=1\n",
                notices(plan));
    }

    @Test
    void such_a_kernel_goes_on_accepting_router_advertisements() {
        SimulatedNode node =
                relay().kernel(Set.of(), Set.of(Family.V4)).options(PassOptions.DEFAULT.relaying());
        node.defaultRoute("::/0", "eth0", 9).defaultRoute("0.0.0.0/0", "eth1", 16);
        String notices = notices(node.pass(DUAL));
        assertTrue(
                notices.endsWith(
                        " sysctl -w net.ipv6.conf.eth0.accept_ra=2"
                                + " net.ipv6.conf.all.forwarding=1\n"),
                notices);
    }
}
