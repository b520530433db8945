package dev.wgmesh.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.HostedPlan;
import dev.wgmesh.plan.HostedReceipt;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.testing.JsonSchema;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.RecordLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import tools.jackson.databind.json.JsonMapper;

class SavedPlansTest {
    private static final Path SCHEMAS = Path.of("docs/schema");

    @Test
    void a_saved_plan_comes_back_octet_for_octet() {
        Seeds.check(
                500,
                random -> {
                    List<HostedPlan> plans = new ArrayList<>();
                    for (int i = random.nextInt(1, 4); i > 0; i--) {
                        plans.add(new HostedPlan(host(random), plan(random)));
                    }

                    String text = SavedPlans.plans(plans);
                    List<HostedPlan> read = SavedPlans.readPlans(text, "plan.json");

                    assertEquals(
                            plans.stream().map(SavedPlansTest::octets).toList(),
                            read.stream().map(SavedPlansTest::octets).toList());
                    assertEquals(text, SavedPlans.plans(read));
                    assertEquals(List.of(), faults("zone-plan", text));
                });
    }

    @Test
    void a_receipt_comes_back_octet_for_octet() {
        Seeds.check(
                200,
                random -> {
                    var receipt =
                            new Receipt(
                                    plan(random),
                                    "zones/example.com.zone",
                                    random.nextLong(1L << 32),
                                    Instant.ofEpochMilli(random.nextLong(1L << 41)),
                                    random.nextBoolean()
                                            ? Optional.empty()
                                            : Optional.of("/change/C2"));
                    var kept = new HostedReceipt(host(random), receipt);

                    String text = SavedPlans.receipts(List.of(kept, kept));
                    HostedReceipt read = SavedPlans.readReceipts(text, "r.json").getLast();

                    assertEquals(
                            octets(new HostedPlan(kept.host(), receipt.plan())),
                            octets(new HostedPlan(read.host(), read.receipt().plan())));
                    assertEquals(receipt.time(), read.receipt().time());
                    assertEquals(receipt.serial(), read.receipt().serial());
                    assertEquals(receipt.changeId(), read.receipt().changeId());
                    assertEquals(List.of(), faults("receipt", text));
                    String line = ZonePlanJson.audit(receipt, Optional.of("ada"));
                    assertEquals(line.length() - 1, line.indexOf('\n'));
                    assertEquals(List.of(), faults("audit", line));
                });
    }

    @Test
    void records_are_readable_where_that_is_exact_and_hexadecimal_where_not() {
        byte[] text = "\4say\"\2\303\251".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(
                "_p2p.example.com. 300 IN TXT \"say\\\"\" \"\\195\\169\"",
                RecordLine.of(record("_p2p.example.com", Type.TXT, text)));
        assertEquals(
                "x.example.com. 300 IN TYPE65280 \\# 3 00FF0A",
                RecordLine.of(record("x.example.com", 65280, new byte[] {0, -1, 10})));
        for (String line :
                List.of(
                        "x.example.com. 300 IN TXT",
                        "x.example.com 300 IN TXT \"relative\"",
                        "x.example.com. 300 CH TXT \"x\"",
                        "x.example.com. 9999999999 IN TXT \"x\"",
                        "x.example.com. 300 IN NONSENSE x",
                        "x.example.com. 300 IN A 10.0.0.300",
                        "x.example.com. 300 IN A 10.0.0.3 4",
                        "x.example.com. 300 IN ANY \\# 0",
                        "$INCLUDE /etc/passwd")) {
            assertEquals(Optional.empty(), RecordLine.parse(line), line);
        }
    }

    @Test
    void everything_that_is_wrong_with_a_plan_is_reported_at_once() {
        String good = SavedPlans.plans(List.of(new HostedPlan(folder(), small())));
        assertEquals(1, SavedPlans.readPlans(good, "p.json").size());
        String bad =
                good.replace("\"purpose\"", "\"purpos\"")
                        .replace("\"absent\": true", "\"absent\": false")
                        .replace("\"kind\": \"folder\"", "\"kind\": \"drawer\"")
                        .replace("10.0.0.4", "10.0.0.400")
                        .replace("\"version\": 1", "\"version\": 2");

        assertEquals(
                """
                p.json: plans[0].changes[0].added[0]: expected a record of class IN, not \
                '_wireguard.d.example.com. 300 IN A 10.0.0.400'
                p.json: plans[0].conditions[0].absent: is false, expected true
                p.json: plans[0].host.folder: unknown key; remove the key; known keys: kind
                p.json: plans[0].host.kind: expected folder, server or route53, not 'drawer'
                p.json: plans[0].purpos: unknown key; did you mean purpose?
                p.json: plans[0].purpose: is missing
                p.json: version: is 2, expected 1
                """,
                problems(bad));
    }

    @Test
    void what_is_not_a_plan_says_what_it_is() {
        String good = SavedPlans.plans(List.of(new HostedPlan(folder(), small())));
        assertEquals(
                "p.json: has the format wg-mesh/join, expected wg-mesh/zone-plan; give a plan that --out saved\n",
                problems(good.replace("zone-plan", "join")));
        assertEquals(
                "p.json: has no format, expected wg-mesh/zone-plan; give a plan that --out saved\n",
                problems("[]"));
        assertEquals(
                "p.json: committed: is true, expected false\n",
                problems(good.replace("\"committed\": false", "\"committed\": true")));
        assertTrue(problems("{\"format\"").startsWith("p.json: is not JSON (line "));
        assertTrue(problems(good + "{}").startsWith("p.json: is not JSON (line "));
        assertEquals(
                "p.json: is not JSON (line 3): Duplicate property \"version\"; give a plan that --out saved\n",
                problems(good.replace("\"version\": 1", "\"version\": 1, \"version\": 1")));
        assertEquals("p.json: plans: is empty\n", problems(SavedPlans.plans(List.of())));
    }

    private static String problems(String text) {
        Failure failure = assertThrows(Failure.class, () -> SavedPlans.readPlans(text, "p.json"));
        assertEquals(Failure.Kind.INPUT, failure.kind());
        var lines = new TreeSet<String>();
        failure.problems().stream().map(Problem::toString).forEach(lines::add);
        return String.join("\n", lines) + "\n";
    }

    private static List<String> faults(String kind, String text) {
        return JsonSchema.faults(SCHEMAS, kind + ".json", JsonMapper.shared().readTree(text));
    }

    /** All of a plan, each RRset's records sorted: their order means nothing. */
    private static String octets(HostedPlan it) {
        var text = new StringBuilder(it.host().getClass().getName() + it.host());
        ZonePlan plan = it.plan();
        text.append(plan.zone()).append(plan.purpose()).append('\n');
        for (Condition condition : plan.conditions()) {
            text.append(condition.question());
            if (condition instanceof Condition.RRsetExists(RRset set)) {
                text.append(octets(Optional.of(set)));
            }
            text.append('\n');
        }
        for (RRsetChange change : plan.changes()) {
            text.append(change.getClass().getSimpleName())
                    .append(octets(change.oldRRset()))
                    .append(octets(change.newRRset()))
                    .append('\n');
        }
        return text.toString();
    }

    private static List<String> octets(Optional<RRset> set) {
        return set.map(RRset::dnsRecords).orElse(List.of()).stream()
                .map(record -> HexFormat.of().formatHex(record.toWire(Section.ANSWER)))
                .sorted()
                .toList();
    }

    private static Location.KnownHost folder() {
        return new Location.Folder(Path.of("/srv/zones"));
    }

    private static ZonePlan small() {
        Record address = record("_wireguard.d.example.com", Type.A, new byte[] {10, 0, 0, 4});
        return new ZonePlan(
                Question.name("example.com"),
                "join d.example.com",
                List.of(
                        new Condition.RRsetAbsent(
                                Question.of("_revision._p2p.example.com", Type.TXT))),
                List.of(new RRsetChange.Create(RRset.of(List.of(address)))));
    }

    private static Location.KnownHost host(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> folder();
            case 1 ->
                    new Location.Server(
                            "ns1.example.com:53",
                            new TsigSettings(
                                    random.nextBoolean()
                                            ? Optional.empty()
                                            : Optional.of(Path.of("/etc/wg-mesh/key")),
                                    false));
            default ->
                    new Route53Location(
                            random.nextBoolean() ? Optional.empty() : Optional.of("Z1"),
                            random.nextBoolean() ? Optional.empty() : Optional.of("prod"),
                            random.nextBoolean()
                                    ? Optional.empty()
                                    : Optional.of(URI.create("http://127.0.0.1:4566/")),
                            random.nextBoolean());
        };
    }

    private static ZonePlan plan(RandomGenerator random) {
        var changes = new ArrayList<RRsetChange>();
        var conditions = new ArrayList<Condition>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            Name owner = owner(random, i);
            int[] types = {Type.TXT, Type.A, Type.AAAA, Type.SRV, Type.PTR, 65280};
            int type = types[random.nextInt(types.length)];
            RRset before = set(random, owner, type);
            RRset after = set(random, owner, type);
            changes.add(
                    switch (random.nextInt(3)) {
                        case 0 -> new RRsetChange.Create(after);
                        case 1 -> new RRsetChange.Delete(before);
                        default -> replace(before, after);
                    });
            conditions.add(
                    random.nextBoolean()
                            ? new Condition.RRsetExists(before)
                            : new Condition.RRsetAbsent(before.question()));
        }
        return new ZonePlan(Question.name("example.com"), "test \"it\"", conditions, changes);
    }

    /** Of two equal ones nothing would change. */
    private static RRsetChange replace(RRset before, RRset after) {
        return octets(Optional.of(before)).equals(octets(Optional.of(after)))
                ? new RRsetChange.Create(after)
                : new RRsetChange.Replace(before, after);
    }

    private static Name owner(RandomGenerator random, int number) {
        byte[] label = new byte[random.nextInt(1, 9)];
        random.nextBytes(label);
        var wire = new ByteArrayOutputStream();
        wire.write(label.length);
        wire.writeBytes(label);
        wire.writeBytes(Question.name("X" + number + ".Example.com").toWire());
        try {
            return new Name(wire.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RRset set(RandomGenerator random, Name owner, int type) {
        var records = new ArrayList<Record>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            Record record = Record.newRecord(owner, type, DClass.IN, 300, rdata(random, type));
            if (!records.contains(record)) {
                records.add(record);
            }
        }
        return RRset.of(records);
    }

    private static byte[] rdata(RandomGenerator random, int type) {
        byte[] target = owner(random, 9).toWire();
        return switch (type) {
            case Type.A -> bytes(random, 4);
            case Type.AAAA -> bytes(random, 16);
            case Type.PTR -> target;
            case Type.SRV -> joined(bytes(random, 6), target);
            case Type.TXT -> {
                byte[] one = bytes(random, random.nextInt(256));
                byte[] two = bytes(random, random.nextInt(20));
                yield joined(
                        joined(new byte[] {(byte) one.length}, one),
                        joined(new byte[] {(byte) two.length}, two));
            }
            default -> bytes(random, random.nextInt(1, 30));
        };
    }

    private static byte[] bytes(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[] one, byte[] two) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(two);
        return all.toByteArray();
    }

    private static Record record(String owner, int type, byte[] rdata) {
        return Record.newRecord(Question.name(owner), type, DClass.IN, 300, rdata);
    }
}
