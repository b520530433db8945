package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A saved mesh, used while DNS cannot be read, brings peers back and removes none. */
class SavedMeshTest {
    private static final String A = "a.example.com mesh=10.0.0.1 at=203.0.113.1\n";
    private static final String B = "b.example.net mesh=10.0.0.2 at=198.51.100.2\n";
    private static final String C = "c.example.net mesh=10.0.0.3\n";
    private static final String D = "d.example.net mesh=10.0.0.4\n";

    private static SimulatedNode node(String mesh) {
        SimulatedNode node = SimulatedNode.withKeyFile("a").on("eth0", "203.0.113.1/24");
        node.pass(mesh);
        return node;
    }

    private static String next(SimulatedNode node, String mesh) {
        return SimulatedNode.changes(node.pass(mesh));
    }

    @Test
    void after_a_reboot_the_interface_is_as_before() {
        SimulatedNode node = node(A + B + C);
        String before = node.text();
        node.rebooted().withoutDns();
        assertTrue(node.pass(A + B + C).create().isPresent());
        assertEquals(before, node.text());
    }

    @Test
    void a_pass_with_a_saved_mesh_is_followed_by_another_soon() {
        SimulatedNode node = node(A + B).answered("b").withoutDns();
        DevicePlan plan = node.pass(A + B);
        assertTrue(plan.isEmpty());
        assertFalse(plan.converged());
        assertTrue(node.withDns().pass(A + B).converged());
    }

    @Test
    void a_member_that_the_saved_list_lacks_keeps_its_peer() {
        SimulatedNode node = node(A + B + C);
        node.withoutDns();
        assertEquals("", next(node, A + B));
        assertEquals("", next(node, A + B));
        assertEquals("remove route 10.0.0.3 dev wg0\nremove peer c\n", next(node.withDns(), A + B));
    }

    @Test
    void a_member_that_left_and_whose_peer_is_missing_does_not_come_back() {
        SimulatedNode node = node(A + B + C);
        node.passBroken(A + B, 0);
        node.rebooted().withoutDns();
        node.pass(A + B);
        assertFalse(node.text().contains("peer c"), node.text());
    }

    @Test
    void removals_that_the_guard_holds_back_stay_held() {
        SimulatedNode node = node(A + B + C + D);
        assertEquals("", next(node, A + B));
        Optional<HeldRemovals> held = node.state().heldRemovals();
        assertTrue(held.isPresent());
        node.later(Duration.ofHours(2)).withoutDns();
        assertEquals("", next(node, A + B));
        assertEquals(held, node.state().heldRemovals());
        node.rebooted();
        node.pass(A + B);
        assertTrue(node.text().contains("peer c"), node.text());
        assertTrue(node.text().contains("peer d"), node.text());
        assertEquals(2, node.plan(A + B).messages().heldBack().size());
    }

    @Test
    void a_saved_list_does_not_make_the_guard_begin() {
        SimulatedNode node = node(A + B + C + D);
        node.withoutDns();
        assertEquals("", next(node, A + B));
        assertEquals(Optional.empty(), node.state().heldRemovals());
    }

    @Test
    void foreign_peers_stay_even_if_they_are_to_be_removed() {
        SimulatedNode node = new SimulatedNode("a", "10.0.0.1").peer("x", "", "10.9.0.9/32");
        node.pass(A + B);
        node.options(SimulatedNode.TAKE_OVER);
        assertEquals("", next(node.withoutDns(), A + B));
        assertEquals("remove peer x\n", next(node.withDns(), A + B));
    }
}
