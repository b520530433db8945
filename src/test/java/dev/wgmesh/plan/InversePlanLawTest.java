package dev.wgmesh.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.MeshCodec;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneContents;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Properties of inverse plans; the zone's members are {@code n0} to {@code n19}. */
class InversePlanLawTest {
    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final int HOSTS = 20;
    private static final List<String> KEYS =
            IntStream.range(0, 100)
                    .mapToObj(i -> PrivateKey.generate(new Random(i)).publicKey().base64())
                    .toList();

    @Test
    void a_plan_and_its_inverse_leave_the_zone_as_it_was_but_for_the_revision() {
        Seeds.check(
                300,
                random -> {
                    ZoneContents zone = zone(random);
                    ZonePlan plan = change(zone, random, 0, HOSTS);
                    ZoneContents done = ProjectedZone.of(zone, List.of(plan));

                    ZonePlan inverse = inverse(plan, done);
                    ZoneContents undone = ProjectedZone.of(done, List.of(inverse));

                    assertEquals(records(zone), records(undone));
                    assertTrue(revision(undone) >= revision(zone));
                    assertEquals(plan.isEmpty(), inverse.isEmpty());
                    assertEquals(plan.isEmpty() ? 0 : 2, revision(undone) - revision(zone));
                    assertEquals(List.of(), StaleConditions.of(done, inverse));
                });
    }

    @Test
    void what_others_did_in_between_stays() {
        Seeds.check(
                300,
                random -> {
                    ZoneContents zone = zone(random);
                    ZonePlan plan = change(zone, random, 0, HOSTS / 2);
                    ZoneContents done = ProjectedZone.of(zone, List.of(plan));
                    ZonePlan others = change(done, random, HOSTS / 2, HOSTS);
                    ZoneContents then = ProjectedZone.of(done, List.of(others));

                    ZoneContents undone = ProjectedZone.of(then, List.of(inverse(plan, then)));

                    ZonePlan alone = change(zone, others);
                    assertEquals(records(ProjectedZone.of(zone, List.of(alone))), records(undone));
                });
    }

    @Test
    void a_plan_that_is_undone_leaves_nothing_to_undo() {
        Seeds.check(
                300,
                random -> {
                    ZoneContents zone = zone(random);
                    ZonePlan plan = change(zone, random, 0, HOSTS);
                    ZoneContents done = ProjectedZone.of(zone, List.of(plan));
                    ZoneContents undone = ProjectedZone.of(done, List.of(inverse(plan, done)));

                    assertTrue(inverse(plan, undone).isEmpty());
                });
    }

    @Test
    void nothing_is_taken_back_over_anothers_change() {
        Seeds.check(
                300,
                random -> {
                    ZoneContents zone = zone(random);
                    ZonePlan plan = change(zone, random, 0, HOSTS);
                    ZoneContents done = ProjectedZone.of(zone, List.of(plan));
                    List<RRsetChange> keys =
                            plan.changes().stream()
                                    .filter(c -> c.question().toString().startsWith("_wireguard"))
                                    .toList();
                    if (keys.isEmpty()) {
                        return;
                    }
                    Question other = keys.get(random.nextInt(keys.size())).question();
                    Record record =
                            other.type() == Type.TXT
                                    ? TxtStrings.record(other.owner(), 300, key(77))
                                    : address(other, 222);
                    ZoneContents then =
                            ProjectedZone.of(
                                    done,
                                    List.of(
                                            plan(
                                                    new ZoneDifference(done)
                                                            .replace(other, List.of(record))
                                                            .changes())));

                    Failure failure = assertThrows(Failure.class, () -> inverse(plan, then));

                    assertEquals(Failure.Kind.REFUSED, failure.kind());
                    assertTrue(
                            failure.problems().toString().contains(other + ": changed since: "),
                            failure.getMessage());
                });
    }

    private static ZonePlan inverse(ZonePlan plan, ZoneContents now) {
        return InversePlan.of(plan, now, List.of(mesh(now))).plan();
    }

    private static Mesh mesh(ZoneContents zone) {
        return MeshCodec.decode(
                MESH, new DnsSnapshot(List.of(zone), Map.of(), Optional.of("not given")));
    }

    private static ZoneContents zone(RandomGenerator random) {
        var text = new StringBuilder("_p2p TXT \"always.example.com\"\n");
        text.append("_wireguard.always TXT \"").append(key(99)).append("\"\n");
        text.append("_wireguard.always A 10.0.0.99\n");
        if (random.nextBoolean()) {
            text.append("_revision._p2p TXT \"41\"\n");
        }
        for (int i = 0; i < HOSTS; i++) {
            if (random.nextBoolean()) {
                text.append("_p2p TXT \"n").append(i).append(".example.com\"\n");
                text.append("_wireguard.n").append(i).append(" TXT \"").append(key(i));
                text.append("\"\n_wireguard.n").append(i).append(" A 10.0.0.").append(i + 1);
                text.append('\n');
            }
        }
        return TestZones.text("example.com", text.toString()).zones().getFirst();
    }

    /** Lets some of the hosts from..to join, leave, or move to the address 100 above. */
    private static ZonePlan change(ZoneContents zone, RandomGenerator random, int from, int to) {
        var edit = new ZoneDifference(zone);
        for (int i = from; i < to; i++) {
            Question key = key(i, Type.TXT);
            boolean member = zone.rrset(key).isPresent();
            switch (random.nextInt(4)) {
                case 0 -> edit.replace(key(i, Type.A), member ? List.of(moved(i)) : List.of());
                case 1 -> {
                    if (member) {
                        leave(zone, edit, i);
                    } else {
                        edit.add(entry(i))
                                .add(TxtStrings.record(key.owner(), 300, key(i)))
                                .add(address(key(i, Type.A), i + 1));
                    }
                }
                default -> {}
            }
        }
        return raised(zone, edit);
    }

    /** The same changes made to another state of the zone. */
    private static ZonePlan change(ZoneContents zone, ZonePlan others) {
        var edit = new ZoneDifference(zone);
        for (RRsetChange change : others.changes()) {
            if (change.question().equals(list())) {
                var records = new TreeSet<>(zone.rrset(list()).orElseThrow().dnsRecords());
                records.removeAll(Set.copyOf(change.removedRecords()));
                records.addAll(change.addedRecords());
                edit.replace(list(), records);
            } else if (!change.question().owner().toString().startsWith("_revision")) {
                edit.replace(
                        change.question(),
                        change.newRRset().map(set -> set.dnsRecords()).orElse(List.of()));
            }
        }
        return plan(edit.changes());
    }

    private static void leave(ZoneContents zone, ZoneDifference edit, int host) {
        edit.replace(key(host, Type.TXT), List.of()).replace(key(host, Type.A), List.of());
        var kept =
                edit.changes().stream()
                        .filter(change -> change.question().equals(list()))
                        .findFirst()
                        .flatMap(RRsetChange::newRRset)
                        .or(() -> zone.rrset(list()))
                        .orElseThrow()
                        .dnsRecords();
        edit.replace(list(), kept.stream().filter(r -> !r.equals(entry(host))).toList());
    }

    private static ZonePlan raised(ZoneContents zone, ZoneDifference edit) {
        if (!edit.changes().isEmpty()) {
            String next = Long.toString(revision(zone) + 1);
            Question question = Question.of("_revision._p2p.example.com", Type.TXT);
            edit.replace(question, List.of(TxtStrings.record(question.owner(), 300, next)));
        }
        return plan(edit.changes());
    }

    private static ZonePlan plan(List<RRsetChange> changes) {
        return new ZonePlan(Question.name("example.com"), "test", List.of(), changes);
    }

    private static Question list() {
        return Question.of("_p2p.example.com", Type.TXT);
    }

    private static Record entry(int host) {
        return TxtStrings.record(list().owner(), 300, "n" + host + ".example.com");
    }

    private static Question key(int host, int type) {
        return Question.of("_wireguard.n" + host + ".example.com", type);
    }

    private static String key(int host) {
        return KEYS.get(host);
    }

    private static Record moved(int host) {
        return address(key(host, Type.A), host + 101);
    }

    private static Record address(Question question, int last) {
        var address = InetAddress.ofLiteral("10.0.0." + last);
        return new ARecord(question.owner(), DClass.IN, 300, address);
    }

    private static long revision(ZoneContents zone) {
        return zone.rrset(Question.of("_revision._p2p.example.com", Type.TXT))
                .map(set -> Long.parseLong(TxtStrings.of(set).getFirst()))
                .orElse(0L);
    }

    /** Every record but the revision, sorted. */
    private static Set<String> records(ZoneContents zone) {
        return zone.records().stream()
                .map(record -> record.record().toString())
                .filter(text -> !text.startsWith("_revision"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
