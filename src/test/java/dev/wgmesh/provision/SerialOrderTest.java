package dev.wgmesh.provision;

import static dev.wgmesh.provision.MeshWriters.host;
import static dev.wgmesh.provision.MeshWriters.init;
import static dev.wgmesh.provision.MeshWriters.join;
import static dev.wgmesh.provision.MeshWriters.push;
import static dev.wgmesh.provision.MeshWriters.pushSaved;
import static dev.wgmesh.provision.MeshWriters.request;
import static dev.wgmesh.provision.MeshWriters.rollback;
import static dev.wgmesh.provision.MeshWriters.set;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.HostName;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.Interleavings;
import dev.wgmesh.testing.MemoryHosting;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.RecordLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every interleaving of writers that push, undo and create ends as some of them one after the
 * other: all that told success, and perhaps some whose reply was lost.
 */
class SerialOrderTest {
    private static final String COM = InterleavingsTest.ZONE;
    private static final String COM_C = InterleavingsTest.ZONE_C;
    private static final String NET = InterleavingsTest.NET;
    private static final HostName A = host("node-a.example.com");
    private static final HostName B = host("node-b.example.com");
    private static final HostName C = host("node-c.example.net");
    private static final HostName D = host("node-d.example.com");
    private static final HostName E = host("node-e.example.com");
    private static final HostName F = host("node-f.example.net");

    static MemoryHosting one() {
        return new MemoryHosting().with("example.com", COM);
    }

    static MemoryHosting two() {
        return new MemoryHosting().with("example.com", COM_C).with("example.net", NET);
    }

    @Test
    void two_inits_and_a_join() {
        Supplier<MemoryHosting> start =
                () -> new MemoryHosting().with("example.com", "_other TXT \"none of the mesh\"\n");
        visit(start, List.of(init("10.0.0.0/24"), init("10.8.0.0/24"), join(D)), 2);
    }

    @Test
    void saved_plans_of_two_zones_and_a_set() {
        List<ZonePlan> saved = new Join(two(), request(F)).plan().plans();
        visit(SerialOrderTest::two, List.of(pushSaved(saved), set(A, "10.0.0.9")), 1);
    }

    @Test
    void a_rollback_over_two_zones_and_a_join() {
        Supplier<MemoryHosting> start =
                () -> {
                    MemoryHosting left = two();
                    receipts(left, C);
                    return left;
                };
        visit(start, List.of(rollback(receipts(two(), C)), join(D)), 1);
    }

    @Test
    void a_push_that_checks_no_revision_is_found_out() {
        String copy = COM.replace("A 10.0.0.1\n", "A 10.0.0.3\n");
        Interleavings.Writer push = push(Map.of("example.com", copy));
        Interleavings.Writer careless =
                (hosting, retry) ->
                        push.run(new InterleavingsTest.UnguardedHosting(hosting), retry);
        assertThrows(
                AssertionError.class,
                () -> visit(SerialOrderTest::one, List.of(careless, set(B, "10.0.0.3")), 1));
    }

    static List<Receipt> receipts(MemoryHosting hosting, HostName left) {
        try {
            return new Leave(hosting, left, InterleavingsTest.MESH, false)
                    .run(new ThreeMemberMesh(), CommitListener.NONE)
                    .receipts();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * An end of some writers.
     *
     * @param records of the zones, revisions apart
     * @param succeeded the writers that told success
     */
    private record End(Set<String> records, Set<Integer> succeeded) {}

    static void visit(
            Supplier<MemoryHosting> start, List<Interleavings.Writer> writers, int retries) {
        Set<End> serial = serial(start, writers);
        var law =
                new Interleavings.Law() {
                    @Override
                    public void checkState(DnsSnapshot zones) {
                        MeshLaws.requireRecords(zones);
                    }

                    @Override
                    public void checkEnd(DnsSnapshot zones, List<String> outcomes) {
                        MeshLaws.requireWhole(zones);
                        Set<Integer> succeeded =
                                IntStream.range(0, outcomes.size())
                                        .filter(w -> isSuccess(outcomes.get(w)))
                                        .boxed()
                                        .collect(Collectors.toSet());
                        Set<String> records = records(zones);
                        assertTrue(
                                outcomes.stream().anyMatch(it -> it.startsWith("PARTIAL"))
                                        || serial.stream()
                                                .anyMatch(end ->
                                                        end.records.equals(records)
                                                                && end.succeeded.containsAll(
                                                                        succeeded)),
                                () -> outcomes + " end as none of " + serial + ": " + records);
                    }
                };
        assertTrue(
                new Interleavings(writers, true, retries, law)
                                .explore(start.get().snapshot())
                                .ends()
                        > 0);
    }

    private static boolean isSuccess(String outcome) {
        return Arrays.stream(Failure.Kind.values())
                .noneMatch(kind -> outcome.startsWith(kind + " "));
    }

    /** What every order of every part of the writers ends as. */
    private static Set<End> serial(
            Supplier<MemoryHosting> start, List<Interleavings.Writer> writers) {
        var ends = new HashSet<End>();
        for (List<Integer> order : orders(writers.size())) {
            MemoryHosting hosting = start.get();
            var succeeded = new TreeSet<Integer>();
            for (int writer : order) {
                try {
                    writers.get(writer).run(hosting, new ThreeMemberMesh());
                    succeeded.add(writer);
                } catch (Failure _) {
                    // It is in the order, and changed nothing.
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            ends.add(new End(records(hosting.snapshot()), succeeded));
        }
        return ends;
    }

    /** Every order of every part of the numbers below {@code count}. */
    private static List<List<Integer>> orders(int count) {
        var orders = new ArrayList<List<Integer>>(List.of(List.of()));
        for (int next = 0; next < orders.size(); next++) {
            List<Integer> order = orders.get(next);
            for (int writer = 0; writer < count; writer++) {
                if (!order.contains(writer)) {
                    var longer = new ArrayList<>(order);
                    longer.add(writer);
                    orders.add(List.copyOf(longer));
                }
            }
        }
        return orders;
    }

    private static Set<String> records(DnsSnapshot zones) {
        return zones.zones().stream()
                .flatMap(zone -> zone.records().stream())
                .map(record -> RecordLine.of(record.record()))
                .filter(line -> line.startsWith("_") && !line.startsWith("_revision"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
