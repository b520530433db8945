package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which endpoints of a peer count, by the routes of the node. */
class EndpointRouteTest {
    private static final String A = "a.example.com mesh=10.0.0.1 at=2001:db8:5::5\n";
    private static final String BOTH =
            A + "b.example.net mesh=10.0.0.2 at=203.0.113.2,2001:db8::2\n";
    private static final String V4 = "203.0.113.2:51820";
    private static final String V6 = "[2001:db8::2]:51820";

    private static SimulatedNode node() {
        return new SimulatedNode("a", "10.0.0.1");
    }

    private static SimulatedNode v6() {
        return node().on("eth0", "2001:db8:5::5/64").gateway("2001:db8:5::1");
    }

    private static Route route(String to, String device) {
        return new Route(Prefix.of(to), device, Optional.empty(), Optional.empty(), 3);
    }

    private static void assertEndpoint(String expected, SimulatedNode node) {
        DevicePlan plan = node.plan(BOTH);
        assertEquals(
                expected,
                plan.desired()
                        .peers()
                        .getFirst()
                        .peer()
                        .endpoint()
                        .map(Object::toString)
                        .orElse(""));
    }

    @Test
    void a_family_counts_with_a_default_route_and_not_by_the_address_of_a_container_bridge() {
        assertEndpoint(V6, v6());
        assertEndpoint(V6, v6().bridge("docker0", "172.17.0.1/16"));
        assertEndpoint(V6, v6().bridge("cni0", "10.42.0.1/24"));
        assertEndpoint(V6, v6().on("eth1", "192.168.1.5/24"));
        SimulatedNode v4 = node().on("eth0", "198.51.100.5/24").gateway("198.51.100.1");
        assertEndpoint(V4, v4);
        assertEndpoint(V4, v4.bridge("docker0", "fd00:d0cc::1/64"));
    }

    @Test
    void a_default_route_counts_without_next_hop_and_not_where_it_drops_packets() {
        SimulatedNode two = v6().on("ppp0", "198.51.100.5/32");
        assertEndpoint(V6, two);
        assertEndpoint(V6, two.route(route("0.0.0.0/0", "unreachable")));
        assertEndpoint(V6, two.route(route("0.0.0.0/0", "wg0")));
        assertEndpoint(V4, two.route(route("0.0.0.0/0", "ppp0")));
    }

    @Test
    void the_narrowest_route_to_a_candidate_decides() {
        SimulatedNode node = v6().on("eth1", "192.168.1.5/24");
        assertEndpoint(V4, node.route(route("203.0.113.0/24", "eth1")));
        assertEndpoint(V6, node.route(route("203.0.113.2/32", "prohibit")));
        assertEndpoint(
                V4,
                node().on("eth0", "198.51.100.5/24")
                        .on("eth0", "2001:db8:5::5/64")
                        .gateway("198.51.100.1")
                        .gateway("2001:db8:5::1")
                        .route(route("203.0.113.2/32", "wg0")));
    }

    @Test
    void without_any_default_route_as_at_boot_the_first_candidate_of_a_family_it_has_stays() {
        assertEndpoint(V4, node().on("eth0", "198.51.100.5/24").on("eth0", "2001:db8:5::5/64"));
        assertEndpoint(V6, node().on("eth0", "2001:db8:5::5/64"));
    }

    @Test
    void a_peer_that_no_route_leads_to_has_no_endpoint_and_the_reason_says_so() {
        DevicePlan plan = v6().plan(A + "b.example.net mesh=10.0.0.2 at=203.0.113.2\n");
        assertEquals(
                "no route to 203.0.113.2:51820: waiting for the peer to connect",
                plan.desired().peers().getFirst().endpoint().reason());
    }

    @Test
    void an_endpoint_without_a_route_is_left_although_nothing_was_sent_to_it() {
        SimulatedNode node = v6().peer("b", V4, "10.0.0.2/32");
        DevicePlan plan = node.pass(BOTH);
        assertEquals(
                "b.example.net: endpoint: this node has no route to " + V4,
                plan.changes().getFirst().reason());
        assertTrue(node.plan(BOTH).isEmpty());
        assertEndpoint(V6, node);
    }

    @Test
    void a_live_session_keeps_an_endpoint_that_no_route_seems_to_lead_to() {
        SimulatedNode node = v6().peer("b", V4, "10.0.0.2/32").answered("b");
        node.pass(BOTH);
        assertEndpoint(V4, node);
        assertEndpoint(V6, node.later(Duration.ofSeconds(300)));
    }

    @Test
    void a_node_that_loses_one_family_calls_at_the_other() {
        SimulatedNode node = node().on("eth0", "198.51.100.5/24").gateway("198.51.100.1");
        node.pass(BOTH);
        assertEndpoint(V4, node);
        node.answered("b").unplugged().withoutGateways();
        node.on("eth0", "2001:db8:5::5/64").gateway("2001:db8:5::1");
        assertEquals(
                "b.example.net: endpoint: the addresses of this node changed",
                node.pass(MeshFixture.read(BOTH)).changes().getFirst().reason());
        assertEndpoint(V6, node);
    }

    @Test
    void an_address_on_a_local_network_needs_no_route() {
        SimulatedNode node = v6().on("eth1", "192.168.1.5/24");
        DevicePlan plan = node.plan(A + "b.example.com mesh=10.0.0.2 at=192.168.1.2\n");
        assertEquals(
                Optional.of(IpAddress.of("192.168.1.2")),
                plan.desired().peers().getFirst().peer().endpoint().map(e -> e.address()));
    }
}
