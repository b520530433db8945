package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.lock.Lock;
import dev.wgmesh.lock.LockedMesh;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.Signers;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a stranger who writes the zone can do to a node with a lock. */
class LockTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-04-01T00:00:00Z");
    private static final Lock LOCK = new Lock(List.of(Signers.RFC.verifyKey()), 1);

    private static final String A = "a.example.com mesh=10.0.0.1 at=203.0.113.1\n";
    private static final String B = "b.example.com mesh=10.0.0.2 at=203.0.113.2\n";

    private final SimulatedNode node = new SimulatedNode("a", "10.0.0.1").gateway("192.0.2.1");

    private static Map<HostName, DnsAnswer<List<String>>> signed(String mesh, Instant end) {
        return Signers.sign(MeshFixture.read(mesh), end, Signers.RFC);
    }

    private DevicePlan pass(String mesh, Map<HostName, DnsAnswer<List<String>>> signatures) {
        Mesh locked = LockedMesh.of(MeshFixture.read(mesh), signatures, LOCK, NOW).mesh();
        return node.pass(locked);
    }

    private String peers() {
        return node.text()
                .lines()
                .filter(line -> line.startsWith("peer"))
                .map(line -> line.replaceAll(" (keepalive|endpoint) \\S+", "") + "\n")
                .sorted()
                .reduce("", String::concat);
    }

    @Test
    void a_stranger_adds_no_member() {
        pass(A + B, signed(A + B, END));
        String before = node.text();
        DevicePlan plan = pass(A + B + "x.example.com mesh=10.0.0.9", signed(A + B, END));
        assertTrue(plan.changes().isEmpty(), plan.toString());
        assertEquals(before, node.text());
        assertTrue(
                plan.messages().problems().toString().contains("x.example.com TXT: has no sig"),
                plan.messages().problems().toString());
    }

    @Test
    void a_stranger_changes_no_member() {
        pass(A + B, signed(A + B, END));
        String before = node.text();
        for (String changed :
                List.of(
                        B.replace("mesh=", "key=x mesh="),
                        B.replace("mesh=", "next-key=x mesh="),
                        B.replace("10.0.0.2", "10.0.0.7"),
                        B.replace("10.0.0.2", "10.0.0.2,10.0.0.7"),
                        B.replace("at=", "net=10.7.0.0/16 at="),
                        B.replace("mesh=10.0.0.2", ""),
                        B.replace("mesh=", "key=none mesh="))) {
            DevicePlan plan = pass(A + changed, signed(A + B, END));
            assertTrue(plan.changes().isEmpty(), changed + plan);
            assertEquals(before, node.text(), changed);
        }
    }

    @Test
    void this_node_keeps_its_addresses_when_its_own_records_are_changed() {
        SimulatedNode made = SimulatedNode.withKeyFile("a").gateway("192.0.2.1");
        Mesh good = LockedMesh.of(MeshFixture.read(A + B), signed(A + B, END), LOCK, NOW).mesh();
        made.pass(good);
        String before = made.text();
        Mesh changed =
                LockedMesh.of(
                                MeshFixture.read(A.replace("10.0.0.1", "10.0.0.8") + B),
                                signed(A + B, END),
                                LOCK,
                                NOW)
                        .mesh();
        DevicePlan plan = made.pass(changed);
        assertEquals(before, made.text());
        assertTrue(
                plan.messages().problems().toString().contains("_sig._wireguard.a.example.com"),
                plan.messages().problems().toString());
    }

    @Test
    void a_node_that_never_saw_its_own_records_signed_is_told_so() {
        var failure = assertThrows(Failure.class, () -> pass(A + B, signed(B, END)));
        assertTrue(
                failure.problems().toString().contains("_sig._wireguard.a.example.com TXT: has no"),
                failure.problems().toString());
        assertEquals("", peers());
    }

    @Test
    void an_older_signature_is_refused_also_after_the_member_was_taken_off_the_list() {
        String rotated = B.replace("mesh=", "key=n mesh=");
        pass(A + B, signed(A + B, END));
        pass(A + rotated, signed(A + rotated, END.plusSeconds(1)));
        String after = peers();
        assertTrue(after.contains("10.0.0.2"), after);
        DevicePlan plan = pass(A + B, signed(A + B, END));
        assertEquals(after, peers());
        assertTrue(
                plan.messages()
                        .problems()
                        .toString()
                        .contains("is older than one that this node has accepted"),
                plan.messages().problems().toString());
        pass(A, signed(A, END.plusSeconds(1)));
        assertEquals("", peers());
        pass(A + B, signed(A + B, END));
        assertEquals("", peers());
        pass(A + rotated, signed(A + rotated, END.plusSeconds(1)));
        assertEquals(after, peers());
    }

    @Test
    void the_end_of_a_signature_is_a_notice() {
        DevicePlan plan = pass(A + B, signed(A + B, NOW.plusSeconds(3600)));
        assertEquals(
                List.of("a.example.com", "b.example.com"),
                plan.messages().notices().stream().map(problem -> problem.where()).toList());
        assertFalse(plan.changes().isEmpty());
    }

    @Test
    void a_member_from_before_the_lock_stays_as_it_was() {
        node.pass(A + B);
        String before = node.text();
        DevicePlan plan = pass(A + B, Map.of());
        assertTrue(plan.changes().isEmpty(), plan.toString());
        assertEquals(before, node.text());
    }

    @Test
    void a_signed_key_needs_no_trust_and_belongs_to_the_signed_name() {
        node.options(SimulatedNode.PINNED);
        pass(A + B, signed(A + B, END));
        String changed = A + B.replace("mesh=", "key=k mesh=");
        DevicePlan plan = pass(changed, signed(changed, END));
        assertEquals(List.of(), plan.messages().heldBack());
        assertTrue(peers().contains("peer k "), peers());
        String both = A + "b.example.com mesh=10.0.0.2 key=z\nc.example.com mesh=10.0.0.3 key=k\n";
        pass(both, signed(both, END));
        assertTrue(peers().contains("peer k allowed-ips 10.0.0.3"), peers());
    }
}
