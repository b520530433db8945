package dev.wgmesh.provision;

import static dev.wgmesh.provision.ThreeMemberMesh.A;
import static dev.wgmesh.provision.ThreeMemberMesh.B;
import static dev.wgmesh.provision.ThreeMemberMesh.MESH;
import static dev.wgmesh.provision.ThreeMemberMesh.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provision.RotateRequest.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RotateTest {
    private final ThreeMemberMesh mesh = new ThreeMemberMesh();
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private static final PublicKey NEXT = key("next");

    @Test
    void the_next_key_is_published_and_switched_to_when_every_cache_has_it() throws Exception {
        RotateResult prepared = run(Step.PREPARE, Optional.of(NEXT), false);
        assertEquals(Optional.of(Instant.parse("2026-01-01T12:05:00Z")), prepared.activeFrom());
        assertEquals(
                "colour=blue next-key-from=2026-01-01T12:05:00Z next-key="
                        + NEXT
                        + " site=home\n"
                        + key("b"),
                shown());

        now = now.plusSeconds(10);
        assertEquals(
                "node-b.example.com: switches to its next key at 2026-01-01T12:05:00Z, in 291 s;"
                        + " caches may lack the key until then; run the same command after"
                        + " that time, or switch at once with --now",
                refused(Step.COMMIT, Optional.empty()));
        now = now.plusSeconds(290);
        RotateResult done = run(Step.COMMIT, Optional.empty(), false);
        assertEquals(NEXT, done.key());
        assertEquals("colour=blue site=home\n" + NEXT, shown());
        assertEquals("7", mesh.shown("_revision._p2p.example.com TXT"));
    }

    @Test
    void new_records_have_the_ttl_of_the_list_and_the_time_of_the_switch_counts_it()
            throws Exception {
        var request = new RotateRequest(A, MESH, Step.PREPARE, Optional.of(NEXT), false);
        RotateResult prepared =
                new Rotate(mesh.hosting, request, () -> now)
                        .run(mesh, CommitListener.NONE, () -> {});
        assertEquals(Optional.of(Instant.parse("2026-01-01T12:10:00Z")), prepared.activeFrom());
        assertEquals(600, mesh.ttl("_meta._wireguard.node-a.example.com TXT"));
        now = now.plusSeconds(599);
        var commit = new RotateRequest(A, MESH, Step.COMMIT, Optional.empty(), false);
        var early =
                assertThrows(
                        Failure.class, () -> new Rotate(mesh.hosting, commit, () -> now).plan());
        assertEquals(Failure.Kind.REFUSED, early.kind());
        now = now.plusSeconds(1);
        assertEquals(NEXT, new Rotate(mesh.hosting, commit, () -> now).plan().key());
    }

    @Test
    void both_steps_in_one_wait_in_between() throws Exception {
        mesh.meanwhile = () -> mesh.told.add(shown().lines().toList().getLast());
        run(Step.BOTH, Optional.of(NEXT), false);
        assertEquals(List.of("waits 300 s", key("b").base64()), mesh.told);
        assertEquals("colour=blue site=home\n" + NEXT, shown());
    }

    @Test
    void now_waits_for_nothing() throws Exception {
        run(Step.BOTH, Optional.of(NEXT), true);
        assertEquals(NEXT.base64(), shown().lines().toList().getLast());
        assertEquals(List.of(), mesh.told);
    }

    @Test
    void an_aborted_rotation_leaves_no_trace_and_another_key_is_refused() throws Exception {
        String before = shown();
        run(Step.PREPARE, Optional.of(NEXT), false);
        assertEquals(
                "_meta._wireguard.node-b.example.com TXT: holds another next key: "
                        + NEXT
                        + "; switch to the published key with --commit, or remove it with --abort",
                refused(Step.PREPARE, Optional.of(key("other"))));
        run(Step.ABORT, Optional.empty(), false);
        assertEquals(before, shown());
    }

    @Test
    void a_key_of_another_member_and_a_switch_without_a_next_key_are_refused() {
        assertEquals(
                key("a")
                        + ": is the key of node-a.example.com; generate another key: wg-mesh"
                        + " keygen --out FILE",
                refused(Step.PREPARE, Optional.of(key("a"))));
        assertEquals(
                "node-b.example.com: has no next key yet; publish a next key first: wg-mesh rotate"
                        + " node-b.example.com --prepare",
                refused(Step.COMMIT, Optional.empty()));
    }

    private String shown() {
        return mesh.shown(
                "_meta._wireguard.node-b.example.com TXT", "_wireguard.node-b.example.com TXT");
    }

    private RotateResult run(Step step, Optional<PublicKey> wished, boolean atOnce)
            throws InterruptedException {
        var request = new RotateRequest(B, MESH, step, wished, atOnce);
        return new Rotate(mesh.hosting, request, () -> now)
                .run(mesh, CommitListener.NONE, () -> {});
    }

    private String refused(Step step, Optional<PublicKey> wished) {
        var failure = assertThrows(Failure.class, () -> run(step, wished, false));
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        return String.valueOf(failure.getMessage());
    }
}
