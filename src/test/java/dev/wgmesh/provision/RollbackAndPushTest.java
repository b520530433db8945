package dev.wgmesh.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.HostedPlan;
import dev.wgmesh.plan.HostedReceipt;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.RemovedData;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.MemoryHosting;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RecordLine;
import dev.wgmesh.zone.ZoneContents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

/** Pushes and rollbacks over zones in memory, with concurrent writers. */
class RollbackAndPushTest {
    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final HostName NODE_B = new HostName("node-b.example.net");
    private static final Location.KnownHost HOST = new Location.Folder(Path.of("/memory"));
    private static final String KEY_A = "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=";
    private static final String KEY_B = "meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=";
    private static final String KEY_D = "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI=";
    private static final String COM =
            """
            _p2p TXT "node-a.example.com"
            _p2p TXT "node-b.example.net"
            _policy._p2p TXT "pool=10.0.0.0/24"
            _wireguard.node-a TXT "%s"
            _wireguard.node-a A 10.0.0.1
            """
                    .formatted(KEY_A);
    private static final String NET =
            "_wireguard.node-b TXT \"%s\"\n_wireguard.node-b A 10.0.0.2\n".formatted(KEY_B);

    private final MemoryHosting hosting =
            new MemoryHosting().with("example.com", COM).with("example.net", NET);
    private final List<HostedReceipt> kept = new ArrayList<>();
    private final List<RemovedData> asked = new ArrayList<>();

    /** Keeps receipts; {@code before} and {@code after} are what others do at that moment. */
    private CommitListener watching(Runnable before, Consumer<Receipt> after) {
        return new CommitListener() {
            @Override
            public void approve(List<ZonePlan> plans) {
                asked.add(RemovedData.of(plans));
                before.run();
            }

            @Override
            public void committed(Receipt receipt) {
                kept.add(new HostedReceipt(HOST, receipt));
                after.accept(receipt);
            }

            @Override
            public void progress(String line) {}
        };
    }

    private CommitListener watching() {
        return watching(() -> {}, _ -> {});
    }

    private ZoneProvider place(Location.KnownHost host, Name apex) {
        assertEquals(HOST, host);
        return hosting.provider(apex).orElseThrow();
    }

    private Rollback rollback(List<HostedReceipt> receipts) {
        return new Rollback(
                () -> hosting.source(hosting.budget()),
                this::place,
                receipts,
                Set.of(MESH),
                GuardLimits.NONE);
    }

    private Push push(String com, String net) {
        List<ZoneContents> copies =
                List.of(
                        TestZones.text("example.com", com).zones().getFirst(),
                        TestZones.text("example.net", net).zones().getFirst());
        return new Push(hosting, copies, GuardLimits.NONE);
    }

    /** Tries once more, at once. */
    private static RetryPolicy once() {
        return new RetryPolicy() {
            private int left = 1;

            @Override
            public boolean awaitRetry() {
                return left-- > 0;
            }

            @Override
            public void awaitTtl(Duration ttl, Consumer<Duration> remaining) {}
        };
    }

    private void join(String host, String key) {
        var request =
                new JoinRequest(
                        new HostName(host),
                        new ListRequest(MESH, Optional.empty()),
                        new KeyRequest.ExplicitKey(new PublicKey(key)),
                        new AddressRequest(List.of(), true, List.of()),
                        List.of(),
                        Metadata.NONE,
                        Optional.empty());
        try {
            new Join(hosting, request).run(once(), watching(), () -> {});
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Every record of a mesh but its revision, sorted. */
    private Set<String> records() {
        return hosting.snapshot().zones().stream()
                .flatMap(zone -> zone.records().stream())
                .map(record -> RecordLine.of(record.record()))
                .filter(line -> line.startsWith("_") && !line.startsWith("_revision"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void a_leave_over_two_zones_is_undone_records_first() throws Exception {
        Set<String> before = records();
        new Leave(hosting, NODE_B, MESH, false).run(once(), watching());
        assertEquals(2, kept.size());
        List<HostedReceipt> left = List.copyOf(kept);

        Failure listOnly =
                assertThrows(Failure.class, () -> rollback(List.of(left.getFirst())).plan());
        rollback(left).run(once(), watching());

        assertEquals(
                "node-b.example.net: would be listed in _p2p.example.com again without key or"
                        + " address; roll back the receipt of the host's own records first,"
                        + " or run: wg-mesh join node-b.example.net",
                listOnly.getMessage());
        assertEquals(before, records());
    }

    @Test
    void what_is_given_back_must_be_free_in_every_zone() throws Exception {
        new Leave(hosting, NODE_B, MESH, false).run(once(), watching());
        List<HostedReceipt> left = List.copyOf(kept);
        join("node-d.example.com", KEY_D);
        Set<String> then = records();

        Failure failure = assertThrows(Failure.class, () -> rollback(left).plan());

        assertEquals(
                "_wireguard.node-b.example.net: node-d.example.com has 10.0.0.2 now; choose another by hand, or remove the other member first",
                failure.getMessage());
        assertEquals(then, records());
    }

    @Test
    void a_member_of_a_sub_list_gets_back_no_address_of_the_mesh_above() throws Exception {
        String sub = "_p2p TXT \"e.eu.example.com\"\n_p2p TXT \"f.eu.example.com\"\n";
        for (String host : List.of("e", "f")) {
            sub += "_wireguard.%s TXT \"%s\"\n".formatted(host, KEY_D);
            sub += "_wireguard.%s A 10.0.1.%d\n".formatted(host, host.charAt(0) - 'a');
        }
        var delegated =
                new MemoryHosting()
                        .with("example.com", COM + "_p2p PTR _p2p.eu\neu NS ns.example.org.\n")
                        .with("example.net", NET)
                        .with("eu.example.com", sub);
        var list = new MeshName("_p2p.eu.example.com");
        new Leave(delegated, new HostName("e.eu.example.com"), list, false).run(once(), watching());
        var taken =
                new ArrayList<>(
                        List.of(
                                TestZones.text("example.net", NET.replace("10.0.0.2", "10.0.1.4"))
                                        .zones()
                                        .getFirst()));
        new Push(delegated, taken, GuardLimits.NONE).run(once(), CommitListener.NONE);

        var rollback =
                new Rollback(
                        () -> delegated.source(delegated.budget()),
                        (_, apex) -> delegated.provider(apex).orElseThrow(),
                        List.of(kept.getFirst()),
                        Set.of(),
                        GuardLimits.NONE);

        Failure failure = assertThrows(Failure.class, rollback::plan);
        assertEquals(
                "_wireguard.e.eu.example.com: node-b.example.net has 10.0.1.4 now; choose another by hand, or remove the other member first",
                failure.problems().getFirst().toString());
    }

    @Test
    void a_join_in_the_middle_of_a_rollback_is_not_lost() throws Exception {
        new Leave(hosting, NODE_B, MESH, false).run(once(), watching());
        List<HostedReceipt> left = List.copyOf(kept);
        var others = new ArrayList<>(List.of("node-d.example.com"));
        CommitListener busy =
                watching(
                        () -> {},
                        _ -> {
                            if (!others.isEmpty()) {
                                join(others.removeFirst(), KEY_D);
                            }
                        });

        rollback(left).run(once(), busy);

        String all = records().toString();
        assertTrue(all.contains("\"node-b.example.net\""), all);
        assertTrue(all.contains("\"node-d.example.com\""), all);
    }

    @Test
    void a_push_that_lost_a_race_sends_what_differs_then_and_asks_about_more() throws Exception {
        var others = new ArrayList<>(List.of("node-d.example.com"));
        CommitListener busy =
                watching(
                        () -> {
                            if (!others.isEmpty()) {
                                String host = others.removeFirst();
                                join(host, KEY_D);
                            }
                        },
                        _ -> {});
        String wanted = COM.replace("10.0.0.1\n", "10.0.0.7\n");

        push(wanted, NET).run(once(), busy);

        assertEquals(List.of(), push(wanted, NET).difference());
        assertTrue(!asked.getLast().isSubsetOf(asked.getFirst()), asked.toString());
        assertTrue(asked.getLast().records().toString().contains("node-d"), asked.toString());
    }

    @Test
    void a_push_with_no_patience_left_is_refused_with_nothing_changed() {
        CommitListener busy = watching(() -> join("node-d.example.com", KEY_D), _ -> {});
        RetryPolicy none =
                new RetryPolicy() {
                    @Override
                    public boolean awaitRetry() {
                        return false;
                    }

                    @Override
                    public void awaitTtl(Duration ttl, Consumer<Duration> remaining) {}
                };
        String wanted = COM.replace("10.0.0.1\n", "10.0.0.7\n");

        Failure failure = assertThrows(Failure.class, () -> push(wanted, NET).run(none, busy));

        assertEquals(Failure.Kind.REFUSED, failure.kind());
        assertTrue(records().toString().contains("10.0.0.1"));
    }

    @Test
    void of_saved_plans_the_next_that_has_become_stale_is_reported_with_what_was_done() {
        List<HostedPlan> plans =
                push(
                                COM.replace("node-b.example.net", "node-e.example.net"),
                                NET.replace("node-b", "node-e"))
                        .difference()
                        .stream()
                        .map(plan -> new HostedPlan(HOST, plan))
                        .toList();
        assertEquals(
                List.of("example.net.", "example.com.", "example.net."),
                plans.stream().map(it -> it.plan().zone().toString()).toList());
        CommitListener busy =
                watching(
                        () -> {},
                        receipt -> {
                            if (receipt.plan().zone().equals(Question.name("example.net"))) {
                                join("node-d.example.com", KEY_D);
                            }
                        });
        var saved = new SavedPlanPush(this::place, plans, GuardLimits.NONE);
        saved.plan();

        Failure failure = assertThrows(Failure.class, () -> saved.run(once(), busy));

        assertEquals(Failure.Kind.PARTIAL, failure.kind());
        List<String> told = failure.problems().stream().map(Problem::toString).toList();
        assertEquals(
                "push example.net: is incomplete: some of the saved plans are committed, others are"
                        + " not; committed to memory of example.net (serial N); fix the problem"
                        + " below, then save a new plan with --out and push the new plan",
                told.getFirst().replaceAll("serial [0-9]+", "serial N"));
        assertEquals(
                "_p2p.example.com TXT: changed since: + \"node-d.example.com\"; make a new plan",
                told.get(1));
        assertTrue(records().toString().contains("\"node-b.example.net\""));
    }

    @Test
    void an_address_stays_with_its_name_over_a_push_of_both_zones() throws Exception {
        var addresses = List.of(IpAddress.of("10.0.0.9"));
        push(COM, NET.replace("10.0.0.2", "10.0.0.9")).run(once(), watching());

        assertTrue(records().toString().contains(addresses.getFirst().toString()));
        assertEquals(
                List.of("example.net.", "example.com."),
                kept.stream().map(it -> it.receipt().plan().zone().toString()).toList());
        assertTrue(kept.getLast().receipt().plan().changes().toString().contains("_revision"));
    }
}
