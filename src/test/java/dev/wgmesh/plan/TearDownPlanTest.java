package dev.wgmesh.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.PeerText;
import dev.wgmesh.testing.SimulatedNode;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The changes of {@code down}. */
class TearDownPlanTest {
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

    @Test
    void an_interface_that_we_made_goes_with_its_peers() {
        SimulatedNode node = SimulatedNode.withKeyFile("a");
        node.pass(MESH);
        assertTrue(of(node).deleteInterface());
        assertEquals("remove route 10.0.0.2 dev wg0\n", text(of(node)));
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
