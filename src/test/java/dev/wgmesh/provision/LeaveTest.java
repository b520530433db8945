package dev.wgmesh.provision;

import static dev.wgmesh.provision.ThreeMemberMesh.B;
import static dev.wgmesh.provision.ThreeMemberMesh.C;
import static dev.wgmesh.provision.ThreeMemberMesh.MESH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.InversePlan;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.MemoryHosting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaveTest {
    private final ThreeMemberMesh mesh = new ThreeMemberMesh();

    @Test
    void in_one_zone_entry_and_records_go_in_one_commit_and_the_endpoint_stays() throws Exception {
        LeaveResult change = new Leave(mesh.hosting, B, MESH, false).run(mesh, CommitListener.NONE);

        assertEquals(1, change.receipts().size());
        assertEquals(
                """
                node-a.example.com node-c.example.net
                8
                -
                -
                -
                -
                192.0.2.2\
                """,
                mesh.shown(
                        "_p2p.example.com TXT",
                        "_revision._p2p.example.com TXT",
                        "_wireguard.node-b.example.com TXT",
                        "_wireguard.node-b.example.com A",
                        "_wireguard._udp.node-b.example.com SRV",
                        "_meta._wireguard.node-b.example.com TXT",
                        "node-b.example.com A"));
        assertEquals(List.of(), mesh.told);
    }

    @Test
    void the_endpoint_goes_too_if_asked_for() throws Exception {
        new Leave(mesh.hosting, B, MESH, true).run(mesh, CommitListener.NONE);
        assertEquals("-", mesh.shown("node-b.example.com A"));
    }

    @Test
    void across_zones_the_records_go_when_the_lists_ttl_has_passed() throws Exception {
        mesh.meanwhile =
                () ->
                        mesh.told.add(
                                mesh.shown(
                                        "_p2p.example.com TXT", "_wireguard.node-c.example.net A"));

        LeaveResult change = new Leave(mesh.hosting, C, MESH, false).run(mesh, CommitListener.NONE);

        assertEquals(
                List.of("waits 600 s", "node-a.example.com node-b.example.com\n10.0.0.3"),
                mesh.told);
        assertEquals(2, change.receipts().size());
        assertEquals(
                "-\n-",
                mesh.shown("_wireguard.node-c.example.net A", "_wireguard.node-c.example.net TXT"));
    }

    @Test
    void the_plan_over_two_zones_shows_both_steps() {
        assertEquals(
                List.of("example.com.: 2", "example.net.: 2"),
                new Leave(mesh.hosting, C, MESH, false)
                        .plan().plans().stream()
                                .map(plan -> plan.zone() + ": " + plan.changes().size())
                                .toList());
    }

    @Test
    void a_host_that_is_made_a_member_again_meanwhile_keeps_its_records() throws Exception {
        mesh.meanwhile = () -> join(C, "c");

        LeaveResult change = new Leave(mesh.hosting, C, MESH, false).run(mesh, CommitListener.NONE);

        assertEquals(
                "node-a.example.com node-b.example.com node-c.example.net\n10.0.0.3",
                mesh.shown("_p2p.example.com TXT", "_wireguard.node-c.example.net A"));
        assertTrue(
                change.warnings()
                        .toString()
                        .contains("was made a member again by another command"));
    }

    @Test
    void a_second_leave_has_nothing_to_do_and_finishes_a_half_done_one() throws Exception {
        new Leave(mesh.hosting, C, MESH, false).run(mesh, CommitListener.NONE);
        assertEquals(
                List.of(),
                new Leave(mesh.hosting, C, MESH, false).run(mesh, CommitListener.NONE).plans());
        var half =
                new MemoryHosting()
                        .with("example.com", "_p2p TXT node-a.example.com\n")
                        .with("example.net", "_wireguard.node-c A 10.0.0.3\n");
        LeaveResult change = new Leave(half, C, MESH, false).run(mesh, CommitListener.NONE);
        assertEquals(1, change.receipts().size());
        assertEquals(
                List.of(),
                half.snapshot().zones().stream()
                        .flatMap(zone -> zone.rrsets().keySet().stream())
                        .filter(question -> question.owner().toString().contains("node-c"))
                        .toList());
    }

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** A leave of node-c, {@code seconds} after noon. */
    private LeaveResult leave(long seconds, List<Receipt> earlier, boolean waits)
            throws InterruptedException {
        var wait = new CacheWait(() -> NOON.plusSeconds(seconds), earlier, waits);
        return new Leave(mesh.hosting, C, MESH, false, GuardLimits.NONE, wait)
                .run(mesh, CommitListener.NONE);
    }

    /** The receipt as if its commit had been at noon. */
    private static Receipt atNoon(Receipt receipt) {
        return new Receipt(
                receipt.plan(), receipt.place(), receipt.serial(), NOON, receipt.changeId());
    }

    @Test
    void a_leave_that_does_not_wait_is_finished_by_a_later_one() throws Exception {
        LeaveResult first = leave(0, List.of(), false);
        assertEquals(Optional.of(NOON.plusSeconds(600)), first.finishFrom());
        assertEquals(1, first.receipts().size());
        assertEquals("10.0.0.3", mesh.shown("_wireguard.node-c.example.net A"));
        var earlier = List.of(atNoon(first.receipts().getFirst()));

        LeaveResult early = leave(400, earlier, false);
        assertEquals(Optional.of(NOON.plusSeconds(600)), early.finishFrom());
        assertEquals(List.of(), early.receipts());
        assertEquals(List.of(), mesh.told);

        LeaveResult last = leave(601, earlier, false);
        assertEquals(Optional.empty(), last.finishFrom());
        assertEquals(1, last.receipts().size());
        assertEquals("-", mesh.shown("_wireguard.node-c.example.net A"));
        assertEquals(Optional.empty(), leave(700, earlier, false).finishFrom());
    }

    @Test
    void a_later_leave_waits_only_for_the_rest_of_the_ttl() throws Exception {
        LeaveResult first = leave(0, List.of(), false);
        assertEquals(Optional.empty(), leave(400, receiptsAtNoon(first), true).finishFrom());
        assertEquals(List.of("waits 200 s"), mesh.told);
    }

    @Test
    void without_a_receipt_or_with_one_from_before_another_join_it_waits_the_whole_ttl()
            throws Exception {
        LeaveResult first = leave(0, List.of(), false);
        assertEquals(
                Optional.of(NOON.plusSeconds(5600)), leave(5000, List.of(), false).finishFrom());
        join(C, "c");
        Receipt joined =
                new Receipt(
                        InversePlan.of(
                                        first.receipts().getFirst().plan(),
                                        new MemoryHosting()
                                                .with("example.com", "_p2p TXT node-a.example.com")
                                                .snapshot()
                                                .zones()
                                                .getFirst(),
                                        List.of())
                                .plan(),
                        "memory",
                        0,
                        NOON.plusSeconds(1),
                        Optional.empty());
        leave(5000, List.of(), false);
        var earlier = new ArrayList<>(receiptsAtNoon(first));
        earlier.add(joined);
        assertEquals(Optional.of(NOON.plusSeconds(5600)), leave(5000, earlier, false).finishFrom());
    }

    private static List<Receipt> receiptsAtNoon(LeaveResult leave) {
        return leave.receipts().stream().map(LeaveTest::atNoon).toList();
    }

    @Test
    void the_last_member_of_a_list_stays() {
        var hosting =
                new MemoryHosting()
                        .with(
                                "example.com",
                                "_p2p TXT node-b.example.com\n_wireguard.node-b A 10.0.0.2\n");
        var failure =
                assertThrows(
                        Failure.class,
                        () -> new Leave(hosting, B, MESH, false).run(mesh, CommitListener.NONE));
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        assertTrue(
                String.valueOf(failure.getMessage()).contains("would lose its last member"),
                String.valueOf(failure.getMessage()));
    }

    @Test
    void records_that_another_mesh_names_too_stay() throws Exception {
        var hosting =
                new MemoryHosting()
                        .with(
                                "example.com",
                                """
                                _p2p TXT "node-b.example.com"
                                _p2p TXT "node-a.example.com"
                                _p2p.lab TXT "node-b.example.com"
                                _wireguard.node-b A 10.0.0.2
                                """);
        LeaveResult change = new Leave(hosting, B, MESH, false).run(mesh, CommitListener.NONE);
        assertEquals(
                "node-b.example.com: keeps its records: _p2p.lab.example.com lists the host too",
                change.warnings().getLast().toString());
        assertEquals(
                1,
                hosting.snapshot().zones().getFirst().rrsets().keySet().stream()
                        .filter(question -> question.owner().toString().contains("node-b"))
                        .count());
    }

    private void join(HostName host, String seed) {
        var request =
                new JoinRequest(
                        host,
                        new ListRequest(MESH, Optional.empty()),
                        new KeyRequest.ExplicitKey(ThreeMemberMesh.key(seed)),
                        new AddressRequest(List.of(), true, List.of()),
                        List.of(),
                        Metadata.NONE,
                        Optional.empty());
        try {
            new Join(mesh.hosting, request).run(mesh, CommitListener.NONE, () -> {});
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
