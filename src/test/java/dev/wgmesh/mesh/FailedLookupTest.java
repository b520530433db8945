package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A failed lookup or an unreachable network must not change these parts of a plan. */
class FailedLookupTest {
    private static final String A = "a.example.com mesh=10.0.0.1 at=203.0.113.1\n";
    private static final String B = "b.example.net mesh=10.0.0.2 at=198.51.100.2\n";

    private static SimulatedNode node(String... passes) {
        SimulatedNode node = new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24");
        for (String mesh : passes) {
            node.pass(mesh);
        }
        return node;
    }

    private static String next(SimulatedNode node, String mesh) {
        return SimulatedNode.changes(node.pass(mesh));
    }

    @Test
    void a_reflexive_endpoint_in_use_stays_while_its_record_cannot_be_read() {
        String seen = "b.example.net mesh=10.0.0.2 reflexive=198.51.100.7\n";
        SimulatedNode node = node(A + seen);
        String both = "b.example.net mesh=10.0.0.2 at=198.51.100.2 reflexive=fails\n";
        assertEquals("", next(node, A + both));
        assertFalse(node.pass(A + both).converged());
        assertEquals("set peer b endpoint 198.51.100.2:51820\n", next(node, A + B));
    }

    @Test
    void state_lost_nothing_is_removed_while_a_list_cannot_be_read() {
        String lists = A + "list _p2p.eu.example.com\nb.eu.example.com mesh=10.0.0.2";
        SimulatedNode node = node(lists).forget().options(SimulatedNode.TAKE_OVER);
        String failed = A + "list _p2p.eu.example.com fails";
        assertFalse(next(node, failed).contains("remove"));
        assertTrue(node.text().contains("peer b"), node.text());
        assertTrue(next(node, A).contains("remove peer b"));
    }

    @Test
    void a_foreign_peer_that_may_be_a_member_keeps_its_allowed_ips() {
        SimulatedNode node = node().peer("x", "", "10.0.0.2/32").options(SimulatedNode.TAKE_OVER);
        String keyless = A + B + "c.example.net key=fails mesh=10.0.0.3\n";
        node.pass(keyless);
        assertTrue(node.text().contains("peer x allowed-ips 10.0.0.2\n"), node.text());
        assertTrue(next(node, A + B).contains("remove peer x"));
        assertTrue(node.text().contains("peer b endpoint 198.51.100.2:51820 allowed-ips 10.0.0.2"));
    }

    @Test
    void no_interface_is_made_while_its_port_cannot_be_read() {
        SimulatedNode node = SimulatedNode.withKeyFile("a").on("eth0", "203.0.113.1/24");
        String failed = "a.example.com mesh=10.0.0.1 at=fails\n" + B;
        Failure failure = assertThrows(Failure.class, () -> node.pass(failed));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals(
                "a.example.com: is this node, and its SRV record could not be read: SERVFAIL; try"
                        + " again when DNS answers, or give --port",
                failure.getMessage());
        String port = "a.example.com mesh=10.0.0.1 at=203.0.113.1 port=4500\n" + B;
        assertEquals(4500, node.pass(port).create().orElseThrow().port());
        assertEquals("", next(node, failed));
    }

    @Test
    void the_port_is_known_where_only_the_addresses_cannot_be_read() {
        SimulatedNode node = SimulatedNode.withKeyFile("a").on("eth0", "203.0.113.1/24");
        String failed = "a.example.com mesh=10.0.0.1 port=4500 at4=fails at6=fails\n" + B;
        assertEquals(4500, node.pass(failed).create().orElseThrow().port());
    }

    @Test
    void a_policy_that_failed_is_as_it_was_last_read() {
        String policy = "policy pool=10.0.0.0/24\n";
        String wide = "b.example.net mesh=10.0.0.2,10.9.0.2 at=198.51.100.2\n";
        SimulatedNode node = node(policy + A + wide);
        assertFalse(node.text().contains("10.9.0.2"), node.text());
        assertEquals("", next(node, "policy fails\n" + A + wide));
        assertEquals("", next(node, A + wide));
        assertTrue(next(node.later(Duration.ofHours(1)), A + wide).contains("10.9.0.2"));
    }

    @Test
    void a_list_below_one_that_failed_keeps_its_members() {
        String eu = "list _p2p.eu.example.com\nb.eu.example.com mesh=10.0.0.2\n";
        SimulatedNode node = node(A + eu);
        for (int pass = 0; pass < 3; pass++) {
            assertEquals("", next(node, A + "list _p2p.eu.example.com fails"));
        }
        assertEquals("", next(node, A + eu));
    }

    @Test
    void a_node_that_was_cut_off_and_comes_back_elsewhere_knows_that_it_moved() {
        SimulatedNode node = node(A + B).answered("b", "192.0.2.7:1024");
        node.pass(A + B);
        assertEquals("", next(node.unplugged(), A + B));
        node.on("wlan0", "192.0.2.99/24");
        assertEquals("set peer b endpoint 192.0.2.7:1024\n", next(node, A + B));
        assertEquals("", next(node, A + B));
    }

    @Test
    void a_node_that_was_cut_off_and_comes_back_as_it_was_did_not_move() {
        SimulatedNode node = node(A + B).answered("b");
        node.pass(A + B);
        assertEquals("", next(node.unplugged(), A + B));
        assertEquals("", next(node.on("eth0", "203.0.113.1/24"), A + B));
    }

    @Test
    void a_link_local_endpoint_is_never_written() {
        SimulatedNode node = node(A + B).answered("b", "[fe80::7]:51820");
        node.pass(A + B);
        node.unplugged().on("wlan0", "192.0.2.99/24");
        assertEquals("set peer b endpoint 198.51.100.2:51820\n", next(node, A + B));
        String bare = "b.example.net mesh=10.0.0.2\n";
        SimulatedNode called = node(A + bare).answered("b", "[fe80::7]:51820");
        called.pass(A + bare);
        called.unplugged().on("wlan0", "192.0.2.99/24");
        assertEquals("", next(called.later(Duration.ofSeconds(1)), A + bare));
    }
}
