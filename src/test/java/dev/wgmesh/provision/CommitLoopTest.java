package dev.wgmesh.provision;

import static dev.wgmesh.provision.MeshWriters.host;
import static dev.wgmesh.provision.MeshWriters.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.HostedPlan;
import dev.wgmesh.plan.HostedReceipt;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.MemoryHosting;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.Question;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

/** What is the same for every command, as all of them commit in one loop. */
class CommitLoopTest {
    private static final MeshName MESH = InterleavingsTest.MESH;
    private static final Location.KnownHost FOLDER = new Location.Folder(Path.of("zones"));
    private static final String COM = InterleavingsTest.ZONE_C;
    private static final String NET = InterleavingsTest.NET;

    private final MemoryHosting memory =
            new MemoryHosting().with("example.com", COM).with("example.net", NET);
    private final Places places = new Places(memory);
    private final List<Receipt> receipts = new ArrayList<>();
    private final CommitListener listener =
            new CommitListener() {
                @Override
                public void approve(List<ZonePlan> plans) {}

                @Override
                public void committed(Receipt receipt) {
                    receipts.add(receipt);
                }

                @Override
                public void progress(String line) {}
            };

    /** Places that commit what they are sent, and cannot say whether readers see it. */
    private static final class Places implements Hosting {
        private final MemoryHosting memory;
        private int stale;

        Places(MemoryHosting memory) {
            this.memory = memory;
        }

        @Override
        public Optional<ZoneProvider> provider(Name owner) {
            return memory.provider(owner).map(place -> new Blind(place));
        }

        @Override
        public ReadingBudget budget() {
            return memory.budget();
        }

        @Override
        public DnsSource source(ReadingBudget budget) {
            return memory.source(budget);
        }

        private final class Blind implements ZoneProvider {
            private final ZoneProvider place;

            Blind(ZoneProvider place) {
                this.place = place;
            }

            @Override
            public Reading read(Collection<Question> wanted) {
                return place.read(wanted);
            }

            @Override
            public Outcome commit(Reading basis, ZonePlan plan) {
                return stale-- > 0
                        ? new Outcome.Stale(Problem.of(description(), "changed"))
                        : place.commit(basis, plan);
            }

            @Override
            public void awaitVisible(Receipt receipt, Consumer<String> progress) {
                throw Failure.partial(description(), "may be visible or not", "look");
            }

            @Override
            public String description() {
                return place.description();
            }

            @Override
            public boolean equals(Object other) {
                return other instanceof Blind blind && blind.place.equals(place);
            }

            @Override
            public int hashCode() {
                return place.hashCode();
            }
        }
    }

    private ZoneProvider open(Location.KnownHost host, Name apex) {
        assertEquals(FOLDER, host);
        return places.provider(apex).orElseThrow();
    }

    /** Each of the commits is kept, and told as unseen; none is a failure. */
    private void assertUnseen(CommitResult result, String... apexes) {
        assertEquals(receipts, result.receipts());
        assertEquals(
                List.of(apexes).stream()
                        .map(apex -> "memory of " + apex + ": may be visible or not; look")
                        .toList(),
                result.unseen().stream().map(Problem::toString).toList());
        receipts.clear();
    }

    @Test
    void a_commit_that_readers_may_not_see_is_kept_and_told_by_every_command() throws Exception {
        var retry = new ThreeMemberMesh();
        var net = host("node-f.example.net");

        JoinResult joined = new Join(places, request(net)).run(retry, listener, () -> {});
        List<HostedReceipt> kept =
                receipts.stream().map(receipt -> new HostedReceipt(FOLDER, receipt)).toList();
        assertUnseen(joined.change().result(), "example.net", "example.com");

        var rollback =
                new Rollback(
                        () -> places.source(places.budget()),
                        this::open,
                        kept,
                        Set.of(MESH),
                        GuardLimits.NONE);
        assertUnseen(rollback.run(retry, listener), "example.com", "example.net");

        List<HostedPlan> plans =
                new Join(places, request(net))
                        .plan().plans().stream().map(plan -> new HostedPlan(FOLDER, plan)).toList();
        var saved = new SavedPlanPush(this::open, plans, GuardLimits.NONE);
        assertUnseen(saved.run(retry, listener), "example.net", "example.com");

        var copies =
                List.of(
                        TestZones.text("example.com", COM).zones().getFirst(),
                        TestZones.text("example.net", NET).zones().getFirst());
        var push = new Push(places, copies, GuardLimits.NONE);
        assertUnseen(push.run(retry, listener), "example.com", "example.net");

        var policy =
                new Policy(
                        List.of(Prefix.of("10.8.0.0/24")),
                        List.of(),
                        Optional.empty(),
                        Optional.empty());
        var init =
                new Init(places, new MeshName("_p2p.example.net"), policy, PolicyExceptions.NONE);
        assertUnseen(init.run(retry, listener), "example.net");
    }

    @Test
    void a_new_key_is_kept_once_however_often_the_race_is_lost() throws Exception {
        var request =
                new RotateRequest(
                        ThreeMemberMesh.B,
                        MESH,
                        RotateRequest.Step.PREPARE,
                        Optional.of(ThreeMemberMesh.key("next")),
                        false);
        var kept = new ArrayList<String>();
        places.stale = 1;

        new Rotate(places, request, InstantSource.fixed(Instant.EPOCH))
                .run(new ThreeMemberMesh(), listener, () -> kept.add("kept"));

        assertEquals(List.of("kept"), kept);
    }

    @Test
    void a_partial_end_says_what_is_committed_what_is_not_and_how_to_finish() {
        var join = new Join(places, request(host("node-f.example.net")));
        CommitListener another =
                new CommitListener() {
                    @Override
                    public void approve(List<ZonePlan> plans) {
                        if (!receipts.isEmpty()) {
                            throw Failure.refused("the second zone", "is refused", "agree");
                        }
                    }

                    @Override
                    public void committed(Receipt receipt) {
                        receipts.add(receipt);
                    }

                    @Override
                    public void progress(String line) {}
                };

        Failure failure =
                assertThrows(
                        Failure.class, () -> join.run(new ThreeMemberMesh(), another, () -> {}));

        assertEquals(Failure.Kind.PARTIAL, failure.kind());
        assertEquals(
                List.of(
                        "join node-f.example.net: is incomplete: the records of the host are"
                                + " written, its entry in _p2p.example.com may be missing;"
                                + " committed to memory of example.net (serial N); fix the problem"
                                + " below and run the same command again",
                        "memory of example.net: may be visible or not; look",
                        "the second zone: is refused; agree"),
                failure.problems().stream()
                        .map(problem -> problem.toString().replaceAll("serial [0-9]+", "serial N"))
                        .toList());
    }
}
