package dev.wgmesh.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.mesh.OriginalState;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.PeerText;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The changes of {@code down}. */
class TearDownPlanTest {
    private static final PassOptions REPLACE_ROUTES =
            new PassOptions(
                    Optional.empty(),
                    false,
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    false,
                    false);

    private static final Route THEIRS =
            new Route(Prefix.of("10.0.0.2/32"), "eth0", Optional.empty(), Optional.empty(), 4);

    private static final String MESH =
            "a.example.com mesh=10.0.0.1 at=203.0.113.1\nb.example.net mesh=10.0.0.2\n";

    private static TearDownPlan of(SimulatedNode node) {
        return TearDownPlan.of(node.state(), node.node().actual(), node.node().facts());
    }

    private static String text(TearDownPlan down) {
        return down.changes().stream()
                .map(c -> PeerText.of(c.change()) + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void peers_and_routes_of_the_state_go_and_the_rest_stays() {
        var node = new SimulatedNode("a", "10.0.0.1").peer("x", "", "10.0.0.9/32");
        node.pass(MESH);
        assertEquals("remove route 10.0.0.2 dev wg0\nremove peer b\n", text(of(node)));
        assertFalse(of(node).deleteInterface());
    }

    private static SimulatedNode took(SimulatedNode node, String mesh) {
        node.pass(mesh);
        of(node).changes().forEach(planned -> node.change(planned.change()));
        return node;
    }

    @Test
    void a_peer_that_was_there_before_gets_its_allowed_ips_and_endpoint_back() {
        SimulatedNode node =
                new SimulatedNode("a", "10.0.0.1")
                        .peer("b", "192.0.2.9:1000", "10.0.0.2/32", "10.7.0.0/16")
                        .presharedKey("b")
                        .peer("x", "", "10.0.0.9/32");
        String before = node.text();
        String mesh =
                "a.example.com mesh=10.0.0.1 nat=yes\n"
                        + "b.example.net mesh=10.0.0.2,10.0.0.22 at=198.51.100.2\n"
                        + "c.example.net mesh=10.0.0.3\n";
        node.on("eth0", "192.0.2.1/24").pass(mesh);
        node.sends("b", 148).later(Duration.ofSeconds(300)).pass(mesh);
        assertTrue(node.text().contains("peer b endpoint 198.51.100.2:51820"), node.text());
        assertEquals(
                "its peer has a preshared key, which the mesh does not know and does not change",
                node.plan(mesh).messages().notices().getLast().what());
        assertTrue(of(node).notices().toString().contains("which was there before wg-mesh"));
        assertEquals(before, took(node, mesh).text());
        assertTrue(Objects.requireNonNull(node.peers().get(MeshFixture.key("b"))).presharedKey());
    }

    @Test
    void an_endpoint_that_the_peer_chose_itself_stays() {
        SimulatedNode node =
                new SimulatedNode("a", "10.0.0.1").peer("b", "192.0.2.9:1000", "10.0.0.2/32");
        node.on("eth0", "192.0.2.1/24").pass(MESH);
        node.answered("b", "192.0.2.77:7").pass(MESH);
        assertEquals(
                "addr 10.0.0.1\npeer b endpoint 192.0.2.77:7 allowed-ips 10.0.0.2\n",
                took(node, MESH).text());
    }

    @Test
    void allowed_ips_that_moved_between_peers_that_were_there_move_back() {
        SimulatedNode node =
                new SimulatedNode("a", "10.0.0.1")
                        .peer("b", "", "10.0.0.3/32")
                        .peer("c", "", "10.0.0.2/32");
        String before = node.text();
        String mesh =
                "a.example.com mesh=10.0.0.1 at=203.0.113.1\n"
                        + "b.example.net mesh=10.0.0.2\nc.example.net mesh=10.0.0.3\n";
        node.pass(mesh);
        assertTrue(node.text().contains("peer b allowed-ips 10.0.0.2"), node.text());
        assertEquals(before, took(node, mesh).text());
    }

    @Test
    void after_a_lost_state_peers_count_as_there_before() {
        SimulatedNode node = new SimulatedNode("a", "10.0.0.1");
        node.pass(MESH);
        node.forget().pass(MESH);
        assertEquals("remove route 10.0.0.2 dev wg0\n", text(of(node)));
    }

    @Test
    void a_member_that_leaves_loses_its_peer_and_down_does_not_bring_it_back() {
        SimulatedNode node = new SimulatedNode("a", "10.0.0.1").peer("b", "", "10.0.0.2/32");
        String alone = "a.example.com mesh=10.0.0.1 at=203.0.113.1\n";
        node.pass(MESH);
        assertEquals(1, node.state().original().peers().size());
        node.pass(alone);
        assertEquals("addr 10.0.0.1\n", node.text());
        assertEquals(OriginalState.EMPTY, node.state().original());
        assertEquals("addr 10.0.0.1\n", took(node, alone).text());
    }

    @Test
    void a_key_that_was_rotated_in_a_pass_that_was_killed_goes_with_down() {
        SimulatedNode node = new SimulatedNode("a", "10.0.0.1");
        node.pass(MESH);
        String rotated = MESH.replace("b.example.net", "b.example.net key=z");
        node.passBroken(rotated, node.plan(rotated).changes().size());
        of(node).changes().forEach(planned -> node.change(planned.change()));
        assertEquals("addr 10.0.0.1\n", node.text());
    }

    @Test
    void a_route_that_was_replaced_is_put_back() {
        SimulatedNode node =
                new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24").route(THEIRS);
        String before = node.text();
        node.options(REPLACE_ROUTES);
        node.pass(MESH);
        assertTrue(node.text().contains("route 10.0.0.2 dev wg0"), node.text());
        node.pass(MESH);
        assertEquals(before, took(node, MESH).text());
    }

    @Test
    void a_route_whose_interface_is_gone_is_not_put_back_and_down_ends() {
        SimulatedNode node = new SimulatedNode("a", "10.0.0.1").route(THEIRS);
        node.options(REPLACE_ROUTES);
        node.pass(MESH);
        assertEquals("remove route 10.0.0.2 dev wg0\nremove peer b\n", text(of(node)));
        assertTrue(of(node).notices().toString().contains("is not put back"));
    }

    @Test
    void an_interface_that_we_made_goes_with_its_peers() {
        SimulatedNode node = SimulatedNode.withKeyFile("a");
        node.pass(MESH);
        assertTrue(of(node).deleteInterface());
        assertEquals("remove route 10.0.0.2 dev wg0\n", text(of(node)));
    }

    @Test
    void an_interface_that_we_made_stays_where_it_has_a_peer_of_others() {
        SimulatedNode node = SimulatedNode.withKeyFile("a");
        node.pass(MESH);
        node.peer("x", "", "10.0.0.9/32");
        assertFalse(of(node).deleteInterface());
        assertEquals(
                "remove route 10.0.0.2 dev wg0\nremove peer b\nremove addr 10.0.0.1\n",
                text(of(node)));
    }

    @Test
    void without_a_state_nothing_goes() {
        SimulatedNode node = SimulatedNode.withKeyFile("a");
        node.pass(MESH);
        node.forget();
        assertEquals("", text(of(node)));
        assertFalse(of(node).deleteInterface());
    }
}
