package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.PathMode;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row of the path table of one member, as the node's device shows it. */
class PathTableTest {
    private static final String TWO =
            """
            a.example.com mesh=10.0.0.1,192.168.1.1 at=203.0.113.1
            b.example.com mesh=10.0.0.2,192.168.1.2 at=192.168.1.2
            """;

    private static SimulatedNode onLan() {
        return new SimulatedNode("a", "10.0.0.1").on("eth0", "192.168.1.1/24");
    }

    private static SimulatedNode near(String mesh) {
        SimulatedNode node = onLan();
        node.pass(mesh);
        node.later(Duration.ofSeconds(1)).answered("b");
        node.pass(mesh);
        return node;
    }

    @Test
    void a_members_own_public_endpoint_is_reached_as_before() {
        SimulatedNode node = onLan();
        node.pass(
                """
                a.example.com mesh=10.0.0.1 at=203.0.113.1
                c.example.net mesh=10.0.0.3,198.51.100.3 at=198.51.100.3
                """);
        assertEquals(
                """
                addr 10.0.0.1
                peer c endpoint 198.51.100.3:51820 allowed-ips 10.0.0.3
                route 10.0.0.3 dev wg0
                """,
                node.text());
    }

    @Test
    void a_lan_endpoint_being_tried_has_no_route_and_the_rest_goes_through_the_tunnel() {
        SimulatedNode node = onLan();
        node.pass(TWO);
        assertEquals(
                """
                addr 10.0.0.1
                peer b endpoint 192.168.1.2:51820 allowed-ips 10.0.0.2,192.168.1.2 keepalive 25
                route 10.0.0.2 dev wg0
                """,
                node.text());
    }

    /** Until then a printer that has the address is reached as without wg-mesh. */
    @ParameterizedTest
    @ValueSource(strings = {"", "policy paths=tunnel"})
    void without_a_limit_an_on_link_address_has_no_route_before_its_member_is_proved(
            String policy) {
        SimulatedNode node = onLan();
        DevicePlan plan =
                node.pass(
                        policy
                                + """

                                a.example.com mesh=10.0.0.1 at=203.0.113.1
                                b.example.com mesh=10.0.0.2,192.168.1.102 at=192.168.1.2
                                """);
        assertEquals(
                """
                addr 10.0.0.1
                peer b endpoint 192.168.1.2:51820 allowed-ips 10.0.0.2,192.168.1.102 keepalive 25
                route 10.0.0.2 dev wg0
                """,
                node.text());
        assertEquals(
                "on a local network, where its key has not answered yet, not encrypted",
                plan.desired().peers().getFirst().paths().getLast().reason());
    }

    @Test
    void an_on_link_address_of_a_near_member_is_carried_by_the_lan() {
        SimulatedNode node =
                near(
                        """
                        a.example.com mesh=10.0.0.1 at=203.0.113.1
                        b.example.com mesh=192.168.1.102 at=192.168.1.2
                        """);
        assertEquals(
                """
                addr 10.0.0.1
                peer b endpoint 192.168.1.2:51820 allowed-ips 192.168.1.102 keepalive 25
                """,
                node.text());
    }

    @Test
    void a_near_member_is_reached_over_its_lan_address() {
        assertEquals(
                """
                addr 10.0.0.1
                peer b endpoint 192.168.1.2:51820 allowed-ips 10.0.0.2,192.168.1.2 keepalive 25
                route 10.0.0.2 via 192.168.1.2 dev eth0 src 10.0.0.1
                """,
                near(TWO).text());
    }

    @Test
    void behind_a_strict_reverse_path_filter_neighbours_stay_in_the_tunnel_and_may_send_directly() {
        String mesh = TWO + "c.example.com mesh=10.0.0.3 at=192.168.1.3\n";
        SimulatedNode node = onLan().rpFilter("eth0", 1);
        node.pass(mesh);
        node.later(Duration.ofSeconds(1)).answered("b").answered("c");
        DevicePlan plan = node.pass(mesh);
        assertEquals(
                """
                addr 10.0.0.1
                peer b endpoint 192.168.1.2:51820 allowed-ips 10.0.0.2,192.168.1.2 keepalive 25
                peer c endpoint 192.168.1.3:51820 allowed-ips 10.0.0.3 keepalive 25
                route 10.0.0.2 dev wg0, via 192.168.1.2 dev eth0 src 10.0.0.1
                route 10.0.0.3 dev wg0, via 192.168.1.3 dev eth0 src 10.0.0.1
                """,
                node.text());
        assertEquals(List.of(), plan.messages().notices());
        assertEquals(
                "rp_filter is strict on eth0, and accepts 192.168.1.2 too",
                plan.desired().peers().getFirst().paths().getFirst().reason());
        assertEquals("", SimulatedNode.changes(node.pass(mesh)), "a second pass");
    }

    @Test
    void only_a_strict_filter_drops_what_an_unproved_neighbour_sends_directly() {
        assertTrue(dropsDirect(onLan().rpFilter("eth0", 1), TWO));
        assertTrue(dropsDirect(onLan().rpFilter("wg0", 1), TWO));
        assertFalse(dropsDirect(onLan().rpFilter("eth0", 2), TWO));
        assertFalse(dropsDirect(onLan().rpFilter("eth1", 1), TWO));
        String far = "a.example.com mesh=10.0.0.1\nb.example.com mesh=10.0.0.2 at=203.0.113.2\n";
        assertFalse(dropsDirect(onLan().rpFilter("all", 1), far));
        SimulatedNode proved = onLan().rpFilter("eth0", 1);
        proved.pass(TWO);
        proved.later(Duration.ofSeconds(1)).answered("b");
        assertFalse(dropsDirect(proved, TWO));
    }

    private static boolean dropsDirect(SimulatedNode node, String mesh) {
        return node.plan(mesh).desired().peers().stream()
                .flatMap(peer -> peer.paths().stream())
                .anyMatch(ClaimPath::dropsDirect);
    }

    @Test
    void the_greater_value_of_rp_filter_counts_also_that_of_the_wireguard_interface() {
        assertTrue(isDirect(onLan().rpFilter("eth0", 0)));
        assertTrue(isDirect(onLan().rpFilter("all", 2).rpFilter("eth0", 1)));
        assertTrue(isDirect(onLan().rpFilter("all", 1).rpFilter("eth0", 2).rpFilter("wg0", 2)));
        assertTrue(isDirect(onLan().rpFilter("eth1", 1)));
        assertFalse(isDirect(onLan().rpFilter("all", 1)));
        assertFalse(isDirect(onLan().rpFilter("all", 1).rpFilter("wg0", 2)));
        assertFalse(isDirect(onLan().rpFilter("wg0", 1)));
    }

    private static boolean isDirect(SimulatedNode node) {
        node.pass(TWO);
        node.later(Duration.ofSeconds(1)).answered("b");
        node.pass(TWO);
        return node.text().contains("route 10.0.0.2 via 192.168.1.2 dev eth0");
    }

    @Test
    void an_ipv6_path_is_direct_whatever_rp_filter_says() {
        String mesh =
                """
                a.example.com mesh=fd00::1 at=203.0.113.1
                b.example.com mesh=fd00::2 at=fd12::2
                """;
        SimulatedNode node =
                new SimulatedNode("a", "fd00::1").on("eth0", "fd12::1/64").rpFilter("all", 1);
        node.pass(mesh);
        node.answered("b");
        node.pass(mesh);
        assertTrue(node.text().contains("route fd00::2 via fd12::2 dev eth0"), node.text());
    }

    @Test
    void an_address_of_the_other_family_stays_in_the_tunnel() {
        String mesh =
                """
                a.example.com mesh=10.0.0.1,fd00::1 at=203.0.113.1
                b.example.com mesh=10.0.0.2,fd00::2 at=192.168.1.2
                """;
        SimulatedNode node =
                new SimulatedNode("a", "10.0.0.1", "fd00::1").on("eth0", "192.168.1.1/24");
        node.pass(mesh);
        node.answered("b");
        node.pass(mesh);
        assertEquals(
                """
                addr 10.0.0.1
                addr fd00::1
                peer b endpoint 192.168.1.2:51820 allowed-ips 10.0.0.2,fd00::2 keepalive 25
                route 10.0.0.2 via 192.168.1.2 dev eth0 src 10.0.0.1
                route fd00::2 dev wg0
                """,
                node.text());
    }

    @Test
    void without_an_address_of_the_node_to_send_from_the_tunnel_stays() {
        SimulatedNode node = new SimulatedNode("a").on("eth0", "192.168.1.1/24");
        node.pass(TWO);
        node.answered("b");
        node.pass(TWO);
        assertEquals(
                """
                peer b endpoint 192.168.1.2:51820 allowed-ips 10.0.0.2,192.168.1.2 keepalive 25
                route 10.0.0.2 dev wg0
                """,
                node.text());
    }

    @Test
    void anything_else_goes_through_the_tunnel() {
        SimulatedNode node = onLan();
        node.pass(
                """
                policy pool=10.0.0.0/24 allow=192.168.1.0/24,172.16.0.0/12
                a.example.com mesh=10.0.0.1 at=203.0.113.1
                c.example.net mesh=10.0.0.3,192.168.1.3 net=172.16.3.0/24
                """);
        assertEquals(
                """
                addr 10.0.0.1
                peer c allowed-ips 10.0.0.3,172.16.3.0/24,192.168.1.3
                route 10.0.0.3 dev wg0
                route 172.16.3.0/24 dev wg0
                route 192.168.1.3 dev wg0
                """,
                node.text());
    }

    @Test
    void a_net_behind_a_near_member_goes_through_the_tunnel() {
        SimulatedNode node =
                near(
                        """
                        policy pool=10.0.0.0/24 allow=172.16.0.0/12
                        a.example.com mesh=10.0.0.1 at=203.0.113.1
                        b.example.com mesh=10.0.0.2 at=192.168.1.2 net=172.16.3.0/24
                        """);
        assertTrue(node.text().contains("route 172.16.3.0/24 dev wg0\n"), node.text());
    }

    @Test
    void a_net_that_holds_its_members_endpoint_has_no_route() {
        SimulatedNode node = onLan();
        node.pass(
                """
                policy pool=10.0.0.0/24 allow=198.51.100.0/24
                a.example.com mesh=10.0.0.1 at=203.0.113.1
                c.example.net mesh=10.0.0.3 at=198.51.100.3 net=198.51.100.0/24
                """);
        assertEquals(
                """
                addr 10.0.0.1
                peer c endpoint 198.51.100.3:51820 allowed-ips 10.0.0.3,198.51.100.0/24
                route 10.0.0.3 dev wg0
                """,
                node.text());
    }

    @Test
    void a_neighbour_of_another_site_is_not_tried_on_my_lan() {
        SimulatedNode node = onLan();
        node.pass(
                """
                a.example.com mesh=10.0.0.1 at=203.0.113.1 site=home
                b.example.com mesh=10.0.0.2 at=192.168.1.2,198.51.100.2 site=work
                """);
        assertEquals(
                """
                addr 10.0.0.1
                peer b endpoint 198.51.100.2:51820 allowed-ips 10.0.0.2
                route 10.0.0.2 dev wg0
                """,
                node.text());
    }

    @Test
    void a_neighbour_that_went_silent_is_reached_through_the_tunnel_again() {
        SimulatedNode node = near(TWO);
        node.later(Duration.ofSeconds(275));
        node.pass(TWO);
        assertTrue(node.text().contains("route 10.0.0.2 dev wg0\n"), node.text());
    }

    @Test
    void a_handshake_before_the_lan_endpoint_was_written_proves_nothing() {
        String away =
                """
                a.example.com mesh=10.0.0.1 at=203.0.113.1
                b.example.com mesh=10.0.0.2 at=198.51.100.2
                """;
        SimulatedNode node = onLan();
        node.pass(away);
        node.later(Duration.ofSeconds(1)).answered("b");
        node.pass(away);
        node.later(Duration.ofSeconds(180));
        node.pass(TWO);
        node.later(Duration.ofSeconds(5));
        node.pass(TWO);
        assertTrue(node.text().contains("peer b endpoint 192.168.1.2:51820"), node.text());
        assertTrue(node.text().contains("route 10.0.0.2 dev wg0\n"), node.text());
    }

    @Test
    void a_moved_node_asks_for_a_new_proof() {
        SimulatedNode node = near(TWO);
        node.unplugged().on("wlan0", "192.168.1.77/24");
        assertEquals(
                """
                set peer b endpoint 192.168.1.2:51820
                replace route 10.0.0.2 dev wg0
                """,
                SimulatedNode.changes(node.pass(TWO)));
        assertEquals("", SimulatedNode.changes(node.pass(TWO)));
    }

    @Test
    void paths_tunnel_keeps_the_lan_endpoint_and_sends_all_through_it() {
        SimulatedNode node = onLan();
        String mesh = "policy pool=10.0.0.0/24 allow=192.168.1.0/24 paths=tunnel\n" + TWO;
        node.pass(mesh);
        node.answered("b");
        node.pass(mesh);
        assertEquals(
                """
                addr 10.0.0.1
                peer b endpoint 192.168.1.2:51820 allowed-ips 10.0.0.2,192.168.1.2 keepalive 25
                route 10.0.0.2 dev wg0
                """,
                node.text());
    }

    @Test
    void paths_origin_has_no_peer_of_my_domain_nor_between_two_public_members() {
        SimulatedNode node = onLan();
        node.options(
                new PassOptions(
                        Optional.of(PathMode.ORIGIN),
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false,
                        false));
        node.pass(
                """
                a.example.com mesh=10.0.0.1 at=203.0.113.1
                b.example.com mesh=10.0.0.2
                c.example.net mesh=10.0.0.3 at=198.51.100.3
                d.example.net mesh=10.0.0.4
                """);
        assertEquals(
                """
                addr 10.0.0.1
                peer d allowed-ips 10.0.0.4
                route 10.0.0.4 dev wg0
                """,
                node.text());
    }

    @Test
    void two_ends_that_decide_differently_both_have_every_allowed_ip() {
        SimulatedNode direct = near(TWO);
        SimulatedNode tunnel = new SimulatedNode("b", "10.0.0.2");
        tunnel.pass(TWO);
        assertTrue(direct.text().contains("route 10.0.0.2 via 192.168.1.2"), direct.text());
        assertTrue(direct.text().contains("allowed-ips 10.0.0.2,192.168.1.2"), direct.text());
        assertTrue(tunnel.text().contains("allowed-ips 10.0.0.1,192.168.1.1"), tunnel.text());
        assertTrue(tunnel.text().contains("route 10.0.0.1 dev wg0"), tunnel.text());
    }
}
