package dev.wgmesh.provision;

import static dev.wgmesh.provision.MeshWriters.host;
import static dev.wgmesh.provision.MeshWriters.join;
import static dev.wgmesh.provision.MeshWriters.key;
import static dev.wgmesh.provision.MeshWriters.leave;
import static dev.wgmesh.provision.MeshWriters.request;
import static dev.wgmesh.provision.MeshWriters.rollback;
import static dev.wgmesh.provision.MeshWriters.rotate;
import static dev.wgmesh.provision.MeshWriters.set;
import static dev.wgmesh.provision.MeshWriters.setPolicy;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.Interleavings;
import dev.wgmesh.testing.MemoryHosting;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

/** Every interleaving of a few writers, a lost reply each, each state once. */
class InterleavingsTest {
    static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final int RETRIES = 2;
    private static final HostName A = host("node-a.example.com");
    private static final HostName B = host("node-b.example.com");
    private static final HostName C = host("node-c.example.net");
    private static final HostName F = host("node-f.example.net");
    private static final HostName D = host("node-d.example.com");
    private static final HostName E = host("node-e.example.com");

    static final String ZONE =
            """
            _policy._p2p TXT "pool=10.0.0.0/24"
            _p2p TXT "node-a.example.com"
            _p2p TXT "node-b.example.com"
            _revision._p2p TXT "2"
            _wireguard.node-a TXT "%s"
            _wireguard.node-a A 10.0.0.1
            _wireguard.node-b TXT "%s"
            _wireguard.node-b A 10.0.0.2
            """
                    .formatted(key(A), key(B));

    static final String ZONE_C = ZONE + "_p2p TXT \"node-c.example.net\"\n";

    static final String NET =
            """
            _wireguard.node-c TXT "%s"
            _wireguard.node-c A 10.0.0.4
            """
                    .formatted(key(C));

    @Test
    void an_address_that_is_let_go_is_given_once() {
        visit(List.of(leave(B), set(A, "10.0.0.2"), join(D)), true);
    }

    /** The join gets 10.0.0.3, or is decided again for the pool that the policy has then. */
    @Test
    void no_member_is_outside_a_policy_that_is_changed_at_the_same_time() {
        visit(List.of(join(D), setPolicy("10.0.0.0/30")), true);
        visit(List.of(set(A, "10.0.0.9"), setPolicy("10.0.0.0/29")), true);
        visit(List.of(setPolicy("10.0.0.0/29"), setPolicy("10.0.0.0/28")), true);
    }

    @Test
    void across_zones_no_member_ends_outside_a_policy_that_is_changed_at_the_same_time() {
        var start = new MemoryHosting().with("example.com", ZONE_C).with("example.net", NET);
        var writers = List.of(set(C, "10.0.0.9"), setPolicy("10.0.0.0/29"));
        var visited =
                new Interleavings(writers, true, 1, new MeshLaws.AcrossZones(List.of(C)))
                        .explore(start.snapshot());
        assertTrue(visited.ends() > 0);
    }

    @Test
    void a_rolled_back_leave_gives_back_only_what_is_still_free() throws Exception {
        var after = new MemoryHosting().with("example.com", ZONE);
        List<Receipt> receipts =
                new Leave(after, B, MESH, false)
                        .run(new ThreeMemberMesh(), CommitListener.NONE)
                        .receipts();
        var writers = List.of(rollback(receipts), join(D), set(A, "10.0.0.2"));
        var visited =
                new Interleavings(writers, true, RETRIES, new MeshLaws.OneZone())
                        .explore(after.snapshot());
        assertTrue(visited.ends() > 0);
    }

    @Test
    void a_rolled_back_join_and_a_leave_of_that_host_end_as_one_after_the_other() throws Exception {
        var after = new MemoryHosting().with("example.com", ZONE);
        List<Receipt> receipts =
                new Join(after, request(D))
                        .run(new ThreeMemberMesh(), CommitListener.NONE, () -> {})
                        .change()
                        .receipts();
        var writers = List.of(rollback(receipts), leave(D), set(D, "10.0.0.9"));
        var visited =
                new Interleavings(writers, true, RETRIES, new MeshLaws.OneZone())
                        .explore(after.snapshot());
        assertTrue(visited.ends() > 0);
    }

    @Test
    void a_rotation_and_a_leave_of_one_host_leave_no_half_member() {
        visit(List.of(rotate(B), leave(B)), true);
    }

    @Test
    void a_join_that_does_not_raise_the_revision_is_found_out() {
        Interleavings.Writer careless =
                (hosting, patience) -> join(D).run(new UnguardedHosting(hosting), patience);
        var error =
                assertThrows(
                        AssertionError.class,
                        () -> visit(List.of(careless, set(A, "10.0.0.3"), leave(B)), false));
        assertTrue(
                String.valueOf(error.getMessage()).contains("10.0.0.3 is given twice"),
                String.valueOf(error.getMessage()));
    }

    @Test
    void a_policy_that_is_changed_without_the_revision_leaves_a_member_outside() {
        Interleavings.Writer careless =
                (hosting, patience) ->
                        setPolicy("10.0.0.0/29").run(new UnguardedHosting(hosting), patience);
        var error =
                assertThrows(
                        AssertionError.class,
                        () -> visit(List.of(careless, set(A, "10.0.0.9")), false));
        assertTrue(
                String.valueOf(error.getMessage()).contains("10.0.0.9, outside the policy"),
                String.valueOf(error.getMessage()));
    }

    /** Guards a commit by the list alone. */
    record UnguardedHosting(Hosting hosting) implements Hosting {
        @Override
        public Optional<ZoneProvider> provider(Name owner) {
            return hosting.provider(owner).map(UnguardedProvider::new);
        }

        @Override
        public ReadingBudget budget() {
            return hosting.budget();
        }

        @Override
        public DnsSource source(ReadingBudget budget) {
            return hosting.source(budget);
        }

        private record UnguardedProvider(ZoneProvider provider) implements ZoneProvider {
            @Override
            public Reading read(Collection<Question> wanted) {
                return provider.read(wanted);
            }

            @Override
            public Outcome commit(Reading basis, ZonePlan plan) {
                var changes =
                        plan.changes().stream()
                                .filter(change -> !OwnerNames.isRevision(change.question()))
                                .toList();
                var bare = new ZonePlan(plan.zone(), plan.purpose(), List.of(), changes);
                return switch (provider.commit(basis, bare)) {
                    case Outcome.Committed(Receipt receipt) ->
                            new Outcome.Committed(
                                    new Receipt(
                                            plan,
                                            receipt.place(),
                                            receipt.serial(),
                                            receipt.time(),
                                            receipt.changeId()));
                    case Outcome.Stale stale -> stale;
                };
            }

            @Override
            public String description() {
                return provider.description();
            }
        }
    }

    static void visit(List<Interleavings.Writer> writers, boolean losing) {
        var start = new MemoryHosting().with("example.com", ZONE).snapshot();
        var visited =
                new Interleavings(writers, losing, RETRIES, new MeshLaws.OneZone()).explore(start);
        assertTrue(visited.ends() > 0);
    }
}
