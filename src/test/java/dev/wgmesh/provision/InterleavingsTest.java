package dev.wgmesh.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.HostedReceipt;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.Interleavings;
import dev.wgmesh.testing.MemoryHosting;
import dev.wgmesh.zone.MeshCodec;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.Snapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

/** Every interleaving of a few writers, a lost reply each, each state once. */
class InterleavingsTest {
    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final int RETRIES = 2;
    private static final HostName A = host("node-a.example.com");
    private static final HostName B = host("node-b.example.com");
    private static final HostName C = host("node-c.example.net");
    private static final HostName F = host("node-f.example.net");
    private static final HostName D = host("node-d.example.com");
    private static final HostName E = host("node-e.example.com");

    private static final String ZONE =
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

    private static final String ZONE_C = ZONE + "_p2p TXT \"node-c.example.net\"\n";

    private static final String NET =
            """
            _wireguard.node-c TXT "%s"
            _wireguard.node-c A 10.0.0.4
            """
                    .formatted(key(C));

    @Tag("exhaustive")
    @Test
    void a_join_a_set_and_a_leave_never_lose_a_member_or_double_an_address() {
        // All want 10.0.0.3: the first that is free, the one chosen, and the one let go beside it.
        visit(List.of(join(D), set(A, "10.0.0.3"), leave(B)), true);
    }

    @Tag("exhaustive")
    @Test
    void two_joins_and_a_set_never_lose_a_member_or_double_an_address() {
        visit(List.of(join(D), join(E), set(A, "10.0.0.3")), true);
    }

    @Test
    void an_address_that_is_let_go_is_given_once() {
        visit(List.of(leave(B), set(A, "10.0.0.2"), join(D)), true);
    }

    @Tag("exhaustive")
    @Test
    void a_join_and_a_leave_of_one_host_end_as_one_after_the_other() {
        visit(List.of(join(B), leave(B), join(D)), true);
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
                new Interleavings(writers, true, RETRIES, new OneZone()).visit(after.snapshot());
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
                new Interleavings(writers, true, RETRIES, new OneZone()).visit(after.snapshot());
        assertTrue(visited.ends() > 0);
    }

    @Test
    void a_rotation_and_a_leave_of_one_host_leave_no_half_member() {
        visit(List.of(rotate(B), leave(B)), true);
    }

    @Test
    void a_join_that_does_not_raise_the_revision_is_found_out() {
        Interleavings.Writer careless =
                (hosting, patience) -> join(D).run(new WithoutRevision(hosting), patience);
        var error =
                assertThrows(
                        AssertionError.class,
                        () -> visit(List.of(careless, set(A, "10.0.0.3"), leave(B)), false));
        assertTrue(
                String.valueOf(error.getMessage()).contains("10.0.0.3 is given twice"),
                String.valueOf(error.getMessage()));
    }

    /** Guards a commit by the list alone. */
    private record WithoutRevision(Hosting hosting) implements Hosting {
        @Override
        public Optional<ZoneProvider> provider(Name owner) {
            return hosting.provider(owner).map(Careless::new);
        }

        @Override
        public DnsSource source() {
            return hosting.source();
        }

        private record Careless(ZoneProvider provider) implements ZoneProvider {
            @Override
            public Reading read(Collection<Question> wanted) {
                return provider.read(wanted);
            }

            @Override
            public Outcome commit(Reading basis, ZonePlan plan) {
                var changes =
                        plan.changes().stream()
                                .filter(change -> !MeshOwner.isRevision(change.question()))
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
            public String place() {
                return provider.place();
            }
        }
    }

    @Tag("exhaustive")
    @Test
    void across_zones_every_end_is_whole_and_no_list_names_a_host_that_never_had_records() {
        var start = new MemoryHosting().with("example.com", ZONE_C).with("example.net", NET);
        var writers = List.of(join(F), set(C, "10.0.0.3"));
        var visited =
                new Interleavings(writers, true, 1, new AcrossZones(List.of(C)))
                        .visit(start.snapshot());
        assertTrue(visited.ends() > 0);
    }

    @Tag("exhaustive")
    @Test
    void across_zones_a_join_and_a_leave_of_one_host_end_with_the_later_one() {
        var start = new MemoryHosting().with("example.com", ZONE_C).with("example.net", NET);
        var writers = List.of(join(C), leave(C));
        var visited =
                new Interleavings(writers, true, 1, new AcrossZones(List.of(C)))
                        .visit(start.snapshot());
        assertTrue(visited.ends() > 0);
    }

    private static void visit(List<Interleavings.Writer> writers, boolean losing) {
        var start = new MemoryHosting().with("example.com", ZONE).snapshot();
        var visited = new Interleavings(writers, losing, RETRIES, new OneZone()).visit(start);
        assertTrue(visited.ends() > 0);
    }

    /** What a reader of one zone never sees otherwise. */
    private static final class OneZone implements Interleavings.Law {
        @Override
        public void always(Snapshot zones) {
            requireWhole(zones);
        }

        @Override
        public void atTheEnd(Snapshot zones, List<String> outcomes) {
            requireWhole(zones);
            requireOutcomes(zones, outcomes);
        }
    }

    /**
     * Across zones the address of a member that is being changed may be another's for a moment, and
     * the records of one that leaves may go while it is made a member again; no end is like that.
     *
     * @param leaving hosts whose records may be missing for a moment
     */
    private record AcrossZones(List<HostName> leaving) implements Interleavings.Law {
        @Override
        public void always(Snapshot zones) {
            for (Member member : MeshCodec.decode(MESH, zones).members()) {
                assertTrue(
                        member.resolved() || leaving.contains(member.name()),
                        () -> member.name() + " is listed without records");
            }
        }

        @Override
        public void atTheEnd(Snapshot zones, List<String> outcomes) {
            requireWhole(zones);
            // Half done was told as such, whatever the other did with it.
            if (outcomes.stream().noneMatch(outcome -> outcome.startsWith("PARTIAL"))) {
                requireOutcomes(zones, outcomes);
            }
        }
    }

    private static void requireWhole(Snapshot zones) {
        Mesh mesh = MeshCodec.decode(MESH, zones);
        assertEquals(List.of(), mesh.problems());
        var addresses = new TreeSet<IpAddress>();
        for (Member member : mesh.members()) {
            assertTrue(member.resolved(), () -> member.name() + " is listed without records");
            for (IpAddress address : member.addresses().all()) {
                assertTrue(addresses.add(address), () -> address + " is given twice");
            }
        }
    }

    private static void requireOutcomes(Snapshot zones, List<String> outcomes) {
        var listed = MeshCodec.decode(MESH, zones).members().stream().map(Member::name).toList();
        for (String outcome : outcomes) {
            String[] words = outcome.split(" ");
            boolean rival =
                    outcomes.stream()
                            .anyMatch(other -> !other.equals(outcome) && other.endsWith(words[1]));
            if (words[0].equals("joined") && !rival) {
                assertTrue(listed.contains(host(words[1])), outcome + ", but " + listed);
            } else if (words[0].equals("left") && !rival) {
                assertTrue(!listed.contains(host(words[1])), outcome + ", but " + listed);
            }
        }
    }

    private static Interleavings.Writer join(HostName host) {
        return (hosting, patience) -> {
            new Join(hosting, request(host)).run(patience, CommitListener.NONE, () -> {});
            return "joined " + host;
        };
    }

    private static Interleavings.Writer leave(HostName host) {
        return (hosting, patience) -> {
            new Leave(hosting, host, MESH, false).run(patience, CommitListener.NONE);
            return "left " + host;
        };
    }

    private static Interleavings.Writer set(HostName host, String address) {
        var wish = new AddressRequest(List.of(IpAddress.of(address)), false, List.of());
        var request =
                new SetRequest(
                        host,
                        MESH,
                        Optional.of(wish),
                        Optional.empty(),
                        Optional.empty(),
                        UnaryOperator.identity());
        return (hosting, patience) -> {
            new SetMember(hosting, request).run(patience, CommitListener.NONE);
            return "set " + host;
        };
    }

    private static Interleavings.Writer rotate(HostName host) {
        var request =
                new RotateRequest(
                        host,
                        MESH,
                        RotateRequest.Step.BOTH,
                        Optional.of(ThreeMemberMesh.key("next")),
                        false);
        return (hosting, patience) -> {
            new Rotate(hosting, request, InstantSource.fixed(Instant.EPOCH))
                    .run(patience, CommitListener.NONE, () -> {});
            return "rotated " + host;
        };
    }

    private static Interleavings.Writer rollback(List<Receipt> receipts) {
        Location.KnownHost host = new Location.Folder(Path.of("zones"));
        var kept = receipts.stream().map(it -> new HostedReceipt(host, it)).toList();
        return (hosting, patience) -> {
            new Rollback(
                            hosting::source,
                            (_, apex) -> hosting.provider(apex).orElseThrow(),
                            kept,
                            Set.of(MESH),
                            GuardLimits.NONE)
                    .run(patience, CommitListener.NONE);
            return "rolled back";
        };
    }

    private static JoinRequest request(HostName host) {
        return new JoinRequest(
                host,
                new ListRequest(MESH, Optional.empty()),
                new KeyRequest.Given(key(host)),
                new AddressRequest(List.of(), true, List.of()),
                List.of(),
                Metadata.NONE,
                Optional.empty());
    }

    private static PublicKey key(HostName host) {
        return PrivateKey.generate(new Random(host.text().hashCode())).publicKey();
    }

    private static HostName host(String text) {
        return new HostName(text);
    }
}
