package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.HostName;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keys that change without a next-key, with and without {@code --pin}. */
class KeyPinsTest {
    private static final String A = "a.example.com mesh=10.0.0.1 at=203.0.113.1\n";
    private static final String B = "b.example.net mesh=10.0.0.2 at=198.51.100.2";
    private static final String NEW = B + " key=k\n";
    private static final String CHANGED =
            "_wireguard.b.example.net TXT: changed from "
                    + MeshFixture.key("b")
                    + " to "
                    + MeshFixture.key("k")
                    + " without a next-key (first read at 2026-01-01T00:00:00Z)";

    private static SimulatedNode node() {
        return new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24");
    }

    private static SimulatedNode pinned() {
        return node().options(SimulatedNode.PINNED);
    }

    private static String text(List<Problem> problems) {
        return problems.stream()
                .map(p -> p.where() + ": " + p.what() + "\n")
                .collect(Collectors.joining());
    }

    private static void assertReported(DevicePlan plan) {
        assertEquals(CHANGED + "\n", text(plan.messages().problems()));
        assertEquals(plan.messages().problems(), plan.messages().repeated());
        assertEquals("", text(plan.messages().heldBack()));
    }

    private static void assertHeld(DevicePlan plan) {
        assertEquals(
                CHANGED + ": the peer keeps the key before\n", text(plan.messages().heldBack()));
        assertEquals(plan.messages().heldBack(), plan.messages().repeated());
        assertEquals("", text(plan.messages().problems()));
    }

    private static void assertQuiet(DevicePlan plan) {
        assertEquals("", text(plan.messages().problems()) + text(plan.messages().heldBack()));
        assertEquals(List.of(), plan.messages().repeated());
    }

    /** What {@code wg-mesh trust} writes. */
    private static void trust(SimulatedNode node) {
        List<KeyChange> confirmed =
                node.state().keyChanges().stream().map(KeyChange::confirmed).toList();
        node.remember(node.state().withKeyChanges(confirmed));
    }

    @Test
    void a_key_that_changes_is_reported_by_each_pass_until_it_is_trusted() {
        SimulatedNode node = node();
        assertQuiet(node.pass(A + B));
        assertReported(node.pass(A + NEW));
        assertReported(node.later(Duration.ofDays(9)).pass(A + NEW));
        assertTrue(node.text().contains("peer k "), node.text());
        trust(node);
        assertQuiet(node.pass(A + NEW));
        assertEquals(List.of(), node.state().keyChanges());
        assertQuiet(node.pass(A + NEW));
    }

    @Test
    void with_pin_the_peer_keeps_its_key_until_the_new_one_is_trusted() {
        SimulatedNode node = pinned();
        node.pass(A + B);
        String before = node.text();
        assertHeld(node.pass(A + NEW));
        assertHeld(node.later(Duration.ofDays(9)).pass(A + NEW));
        assertEquals(before, node.text());
        trust(node);
        assertQuiet(node.pass(A + NEW));
        assertEquals(before.replace("peer b", "peer k"), node.text());
        assertEquals(List.of(), node.state().keyChanges());
        assertHeld(pinnedAgain(node).pass(A + B + " key=b\n"), "k", "b");
    }

    private static SimulatedNode pinnedAgain(SimulatedNode node) {
        return node.options(SimulatedNode.PINNED);
    }

    private static void assertHeld(DevicePlan plan, String before, String after) {
        String what = plan.messages().heldBack().getFirst().what();
        assertTrue(
                what.startsWith(
                        "changed from "
                                + MeshFixture.key(before)
                                + " to "
                                + MeshFixture.key(after)),
                what);
    }

    @Test
    void only_the_key_that_was_trusted_counts() {
        SimulatedNode node = pinned();
        node.pass(A + B);
        node.pass(A + NEW);
        trust(node);
        assertHeld(node.pass(A + B + " key=z\n"), "k", "z");
        assertTrue(node.text().contains("peer k "), node.text());
    }

    @Test
    void a_key_that_was_announced_counts_at_once() {
        for (SimulatedNode node : List.of(node(), pinned())) {
            node.pass(A + B);
            node.pass(A + B + " next-key=k");
            assertQuiet(node.pass(A + NEW));
            assertTrue(node.text().contains("peer k "), node.text());
        }
    }

    @Test
    void a_key_that_is_not_trusted_announces_no_other() {
        SimulatedNode node = pinned();
        node.pass(A + B);
        node.pass(A + B + " key=k next-key=z");
        assertHeld(node.pass(A + B + " key=z"), "b", "z");
        assertTrue(node.text().contains("peer b "), node.text());
    }

    @Test
    void the_key_before_is_no_change_when_it_comes_back() {
        SimulatedNode node = pinned();
        node.pass(A + B);
        node.pass(A + NEW);
        assertQuiet(node.pass(A + B));
        assertEquals(List.of(), node.state().keyChanges());
    }

    @Test
    void a_failed_lookup_keeps_the_change_and_the_key() {
        SimulatedNode node = pinned();
        node.pass(A + B);
        node.pass(A + NEW);
        String before = node.text();
        for (String failed : List.of(B + " key=fails", "b.example.net key=k mesh=fails")) {
            node.pass(A + failed);
            assertEquals(before, node.text(), failed);
            assertHeld(node.pass(A + NEW));
        }
    }

    @Test
    void pin_brings_back_the_key_that_was_trusted() {
        SimulatedNode node = node();
        node.pass(A + B);
        node.pass(A + NEW);
        node.options(SimulatedNode.PINNED);
        assertHeld(node.pass(A + NEW));
        assertTrue(node.text().contains("peer b "), node.text());
        assertEquals("", SimulatedNode.changes(node.pass(A + NEW)));
    }

    @Test
    void a_pinned_member_that_leaves_and_comes_back_keeps_its_key() {
        SimulatedNode node = pinned();
        node.pass(A + B);
        node.pass(A);
        assertEquals("addr 10.0.0.1\n", node.text());
        node.pass(A);
        assertHeld(node.pass(A + NEW), "b", "k");
        assertTrue(node.text().contains("peer b "), node.text());
        SimulatedNode free = node();
        free.pass(A + B);
        free.pass(A);
        assertQuiet(free.pass(A + NEW));
        assertEquals(List.of(), free.state().keyChanges());
    }

    @Test
    void a_key_of_another_member_in_dns_takes_no_pinned_peer() {
        String c = "c.example.net mesh=10.0.0.3 at=198.51.100.3";
        SimulatedNode node = pinned();
        node.pass(A + B + "\n" + c);
        String before = node.text();
        node.pass(A + B + " key=c\n" + c + " key=b\n");
        assertEquals(before, node.text());
        node.pass(A + B + " key=c\n");
        assertTrue(node.text().contains("peer b "), node.text());
    }

    @Test
    void the_keys_of_this_node_are_not_pinned() {
        SimulatedNode node = pinned();
        node.pass(A + B);
        assertQuiet(node.rekeyed("n").pass("a.example.com mesh=10.0.0.1 key=n\n" + B));
        assertEquals(new HostName("a.example.com"), node.state().self().orElseThrow());
    }
}
