package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A policy that vanishes or opens up is held back for an hour. */
class PolicyGuardTest {
    private static final String POLICY = "policy pool=10.0.0.0/24 allow=172.16.0.0/16\n";
    private static final String MEMBERS =
            """
            a.example.com mesh=10.0.0.1 at=203.0.113.1
            b.example.net mesh=10.0.0.2,10.9.9.9
            """;
    private static final String REFUSED =
            "b.example.net: its claim 10.9.9.9 is refused: it is outside the pool= and allow="
                    + " prefixes of the policy";

    private static SimulatedNode node() {
        var node = new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24");
        node.pass(POLICY + MEMBERS);
        return node;
    }

    private static boolean refuses(DevicePlan plan) {
        return plan.messages().problems().stream()
                .anyMatch(p -> (p.where() + ": " + p.what()).equals(REFUSED));
    }

    private static void assertHeld(DevicePlan plan, String policy) {
        assertTrue(refuses(plan), policy);
        assertEquals(1, plan.messages().heldBack().size(), policy);
    }

    private static void assertCounts(DevicePlan plan, String policy) {
        assertEquals(List.of(), plan.messages().heldBack(), policy);
    }

    @Test
    void a_policy_that_vanishes_counts_after_an_hour() {
        SimulatedNode node = node();
        DevicePlan plan = node.pass(MEMBERS);
        assertHeld(plan, "none");
        Problem held = plan.messages().heldBack().getFirst();
        assertEquals(
                "_policy._p2p.example.com TXT: no longer limits claims: the policy before it stays"
                        + " in use until 2026-01-01T01:00:00Z; if the change is wrong, restore the"
                        + " policy: wg-mesh set-policy _p2p.example.com --pool 10.0.0.0/24 --allow"
                        + " 172.16.0.0/16",
                held.toString());
        assertHeld(node.later(Duration.ofMinutes(59)).pass(MEMBERS), "none");
        DevicePlan after = node.later(Duration.ofMinutes(1)).pass(MEMBERS);
        assertCounts(after, "none");
        assertFalse(refuses(after));
        assertTrue(node.text().contains("route 10.9.9.9 dev wg0"), node.text());
        assertEquals(List.of(), node.state().heldPolicies());
    }

    @Test
    void a_policy_that_allows_a_default_route_or_drops_its_bounds_is_held_back() {
        for (String wide :
                List.of(
                        "policy paths=tunnel",
                        "policy pool=0.0.0.0/0",
                        "policy pool=::/0",
                        "policy pool=10.0.0.0/24 allow=172.16.0.0/16,0.0.0.0/1",
                        "policy pool=10.0.0.0/24 allow=::/0",
                        "policy pool=10.0.0.0/24 allow=0.0.0.0/1,128.0.0.0/1",
                        "policy pool=10.0.0.0/24 allow=5.0.0.0/8,6.0.0.0/9",
                        "policy pool=10.0.0.0/24 allow=8.0.0.0/6",
                        "policy pool=10.0.0.0/24 allow=2000::/3",
                        "policy pool=10.0.0.0/24 allow=2001:db8::/31")) {
            SimulatedNode node = node();
            assertHeld(node.pass(wide + "\n" + MEMBERS), wide);
            assertEquals(
                    POLICY.strip(),
                    "policy pool=10.0.0.0/24 allow="
                            + node.state().policies().getFirst().policy().allow().getFirst());
        }
    }

    @Test
    void a_policy_that_changes_otherwise_counts_at_once() {
        for (String other :
                List.of(
                        "policy pool=10.0.0.0/8",
                        "policy pool=10.0.0.0/24 allow=192.168.0.0/16",
                        "policy pool=10.0.0.0/24 allow=5.0.0.0/8,5.5.0.0/16",
                        "policy pool=10.0.0.0/24,fd00::/8 allow=10.0.0.0/8,172.16.0.0/12",
                        "policy pool=10.0.0.0/24 allow=2001:db8::/32 paths=tunnel",
                        "policy pool=10.0.0.0/25")) {
            assertCounts(node().pass(other + "\n" + MEMBERS), other);
        }
    }

    @Test
    void a_mesh_that_had_no_policy_may_get_any() {
        var node = new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24");
        node.pass(MEMBERS);
        assertCounts(node.pass("policy pool=10.0.0.0/24 allow=0.0.0.0/0\n" + MEMBERS), "wide");
        assertCounts(node.pass("policy pool=10.0.0.0/24 allow=0.0.0.0/0\n" + MEMBERS), "same");
    }

    @Test
    void a_policy_that_comes_back_counts_and_the_next_loss_begins_the_hour_anew() {
        SimulatedNode node = node();
        node.pass(MEMBERS);
        assertCounts(node.later(Duration.ofMinutes(59)).pass(POLICY + MEMBERS), "back");
        assertHeld(node.later(Duration.ofMinutes(59)).pass(MEMBERS), "none");
        String other = "policy pool=0.0.0.0/0\n";
        assertHeld(node.later(Duration.ofMinutes(59)).pass(other + MEMBERS), "other");
        assertHeld(node.later(Duration.ofMinutes(59)).pass(other + MEMBERS), "other");
        assertCounts(node.later(Duration.ofMinutes(1)).pass(other + MEMBERS), "other");
    }

    @Test
    void a_failed_lookup_neither_ends_nor_restarts_the_hour() {
        SimulatedNode node = node();
        node.pass(MEMBERS);
        assertHeld(node.later(Duration.ofMinutes(59)).pass("policy fails\n" + MEMBERS), "fails");
        assertHeld(node.later(Duration.ofMinutes(59)).pass("policy fails\n" + MEMBERS), "fails");
        assertCounts(node.pass(MEMBERS), "none");
    }

    @Test
    void a_saved_mesh_is_no_new_reading_of_the_policy() {
        SimulatedNode node = node();
        node.pass(MEMBERS);
        node.withoutDns().later(Duration.ofHours(9));
        assertHeld(node.pass(MEMBERS), "saved");
        assertCounts(node.withDns().pass(MEMBERS), "read");
    }

    @Test
    void a_clock_that_is_set_back_restarts_the_hour() {
        SimulatedNode node = node();
        node.pass(MEMBERS);
        node.later(Duration.ofDays(-30));
        assertHeld(node.pass(MEMBERS), "none");
        assertHeld(node.later(Duration.ofMinutes(59)).pass(MEMBERS), "none");
        assertCounts(node.later(Duration.ofMinutes(1)).pass(MEMBERS), "none");
    }

    @Test
    void the_policy_of_a_sub_list_is_held_back_too() {
        String top = "a.example.com mesh=10.0.0.1 at=203.0.113.1\nlist _p2p.eu.example.com\n";
        String member = "b.eu.example.com mesh=10.0.1.2,10.0.2.2\n";
        var node = new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24");
        String root = "policy pool=10.0.0.0/16\n";
        node.pass(root + top + "policy pool=10.0.1.0/24\n" + member);
        DevicePlan plan = node.pass(root + top + member);
        assertEquals(
                "_policy._p2p.eu.example.com TXT", plan.messages().heldBack().getFirst().where());
        assertFalse(node.text().contains("10.0.2.2"), node.text());
        node.later(Duration.ofHours(1)).pass(root + top + member);
        assertTrue(node.text().contains("10.0.2.2"), node.text());
    }
}
