package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The clock was a day ahead when the state was written, and is right since then. */
class ClockSetBackTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final String A = "a.example.com mesh=10.0.0.1 at=203.0.113.1\n";

    @Test
    void a_peer_that_does_not_answer_gets_its_next_endpoint() {
        String mesh = A + "c.example.net mesh=10.0.0.3 at=198.51.100.3,198.51.100.4\n";
        var node =
                new SimulatedNode("a", "10.0.0.1")
                        .on("eth0", "203.0.113.1/24")
                        .gateway("203.0.113.254")
                        .options(PassOptions.DEFAULT.watching());
        node.pass(mesh);
        node.later(DAY.negated()).sends("c", 148);
        assertEquals(
                "set peer c endpoint 198.51.100.4:51820\n",
                SimulatedNode.changes(node.later(Duration.ofMinutes(1)).pass(mesh)));
    }

    @Test
    void a_neighbour_is_proved_by_its_next_handshake() {
        String mesh =
                "policy pool=10.0.0.0/24\n"
                        + "a.example.com mesh=10.0.0.1 at=192.168.1.1\n"
                        + "b.example.com mesh=10.0.0.2 at=192.168.1.2\n";
        var node = new SimulatedNode("a", "10.0.0.1").on("eth0", "192.168.1.1/24");
        node.pass(mesh);
        node.later(DAY.negated()).answered("b");
        assertEquals(
                "replace route 10.0.0.2 via 192.168.1.2 dev eth0 src 10.0.0.1\n",
                SimulatedNode.changes(node.later(Duration.ofSeconds(1)).pass(mesh)));
    }

    @Test
    void a_policy_that_is_held_back_counts_an_hour_later() {
        String policy = "policy pool=10.0.0.0/24\n";
        var node = new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24");
        node.pass(policy + A);
        node.pass(A);
        node.later(DAY.negated());
        assertEquals(1, node.pass(A).messages().heldBack().size());
        node.later(Duration.ofMinutes(59));
        assertEquals(1, node.pass(A).messages().heldBack().size());
        node.later(Duration.ofMinutes(1));
        assertEquals(0, node.pass(A).messages().heldBack().size());
    }

    @Test
    void removals_that_are_held_back_happen_an_hour_later() {
        var members = new StringBuilder(A);
        for (char letter = 'b'; letter <= 'j'; letter++) {
            members.append(letter + ".example.com mesh=10.0.0." + (letter - 'a' + 1) + "\n");
        }
        var node = new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24");
        node.pass(members.toString());
        node.pass(A);
        node.later(DAY.negated());
        assertEquals("", SimulatedNode.changes(node.pass(A)));
        node.later(Duration.ofMinutes(59));
        assertEquals("", SimulatedNode.changes(node.pass(A)));
        node.later(Duration.ofMinutes(1));
        assertEquals(
                9,
                SimulatedNode.changes(node.pass(A))
                        .lines()
                        .filter(line -> line.startsWith("remove peer "))
                        .count());
    }
}
