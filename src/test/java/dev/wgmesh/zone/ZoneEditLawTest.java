package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.Prefix;
import dev.wgmesh.testing.GeneratedZone;
import dev.wgmesh.testing.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

class ZoneEditLawTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 4);
    private static final Name ORIGIN = Question.name("example.com");
    private static final List<String> OWNERS =
            List.of(
                    "node-a",
                    "_wireguard.node-a",
                    "_wireguard.node-b",
                    "_p2p",
                    "_revision._p2p",
                    "node-d",
                    "_wireguard.node-d",
                    "_meta._wireguard.node-d",
                    "_wireguard._udp.node-d");

    @Test
    void an_edit_of_nothing_changes_no_octet() {
        Seeds.check(
                300,
                random -> {
                    ZoneText zone = TestZoneFiles.read(GeneratedZone.texts(random));
                    assertEquals(Map.of(), ZoneEdit.of(zone, new TreeMap<>(), TODAY).texts());
                    assertEquals(Map.of(), ZoneEdit.of(zone, asItIs(zone), TODAY).texts());
                });
    }

    @Test
    void what_was_edited_reads_as_what_was_requested() {
        Seeds.check(
                1_500,
                random -> {
                    ZoneText zone = TestZoneFiles.read(GeneratedZone.texts(random));
                    SortedMap<Question, List<Record>> wanted = wanted(zone, random);
                    ZoneEdit edit = ZoneEdit.of(zone, wanted, TODAY);
                    ZoneText after = TestZoneFiles.read(merged(zone, edit));
                    Map<Question, String> expected = expected(zone, wanted, edit);
                    Map<Question, String> found = described(after);
                    for (Question mixed : mixed(zone, wanted)) {
                        expected.computeIfPresent(mixed, (_, text) -> withoutTtl(text));
                        found.computeIfPresent(mixed, (_, text) -> withoutTtl(text));
                    }
                    assertEquals(expected, found, () -> zone.texts() + "\n=>\n" + edit.texts());
                    assertTrue(edit.texts().isEmpty() || isAfter(zone, edit.serial()));
                });
    }

    @Test
    void lines_that_are_not_concerned_stay_octet_for_octet() {
        Seeds.check(
                800,
                random -> {
                    ZoneText zone = TestZoneFiles.read(GeneratedZone.texts(random));
                    SortedMap<Question, List<Record>> wanted = wanted(zone, random);
                    ZoneEdit edit = ZoneEdit.of(zone, wanted, TODAY);
                    edit.texts()
                            .forEach((file, text) -> compare(zone, wanted.keySet(), file, text));
                });
    }

    @Test
    void an_edit_that_reads_a_part_of_the_zone_is_the_edit_that_reads_all_of_it() {
        Seeds.check(
                4_000,
                random -> {
                    SequencedMap<String, String> texts = GeneratedZone.texts(random);
                    ZoneText whole = TestZoneFiles.read(texts, Integer.MAX_VALUE);
                    SortedMap<Question, List<Record>> wanted = wanted(whole, random);
                    ZoneText parts = TestZoneFiles.read(texts, 1 + random.nextInt(120));
                    assertEquals(whole.contents().records(), parts.contents().records());
                    ZoneEdit edit = ZoneEdit.of(parts, wanted, TODAY);
                    ZoneEdit expected = ZoneEdit.of(whole, wanted, TODAY);
                    assertEquals(expected.texts(), edit.texts(), () -> whole.texts() + "");
                    assertEquals(expected.serial(), edit.serial());
                });
    }

    @Test
    void the_zone_of_an_edit_is_the_zone_that_its_texts_read_as() {
        Seeds.check(
                300,
                random -> {
                    SequencedMap<String, String> texts = GeneratedZone.texts(random);
                    ZoneText zone = TestZoneFiles.read(texts, 1 + random.nextInt(120));
                    for (int edits = 0; edits < 2; edits++) {
                        SortedMap<Question, List<Record>> wanted = wanted(zone, random);
                        ZoneEdit edit = ZoneEdit.of(zone, wanted, TODAY);
                        ZoneText read = TestZoneFiles.read(merged(zone, edit));
                        assertEquals(read.texts(), edit.zone().texts());
                        assertSame(read.contents(), edit.zone().contents());
                        zone = edit.zone();
                    }
                });
    }

    private static void assertSame(ZoneContents expected, ZoneContents found) {
        assertSameRecords(expected.rrsets().values(), found.rrsets().values());
        assertEquals(expected.questions(), found.questions());
        assertSameRecords(
                expected.rrsets(set -> set.is(Type.TXT, Type.A)).toList(),
                found.rrsets(set -> set.is(Type.TXT, Type.A)).toList());
        for (String owner : OWNERS) {
            Name name = Question.name(owner + ".example.com");
            for (Name at = name; at.labels() > ORIGIN.labels(); at = new Name(at, 1)) {
                assertEquals(expected.exists(at), found.exists(at), at + "");
            }
            for (String net : List.of("0.0.0.0/0", "::/0")) {
                assertEquals(
                        expected.addressesExcept(name).lowestIn(Prefix.of(net)),
                        found.addressesExcept(name).lowestIn(Prefix.of(net)));
            }
        }
    }

    private static void assertSameRecords(Collection<RRset> expected, Collection<RRset> found) {
        var missing = new ArrayList<>(places(expected));
        places(found).forEach(missing::remove);
        var surplus = new ArrayList<>(places(found));
        places(expected).forEach(surplus::remove);
        assertEquals(List.of(), missing, () -> "found instead: " + surplus);
        assertEquals(List.of(), surplus);
    }

    /** Records with their lines, sorted. */
    private static List<String> places(Collection<RRset> sets) {
        return sets.stream()
                .flatMap(set -> set.records().stream())
                .map(record ->
                        record.record()
                                + " "
                                + record.place()
                                        .map(place ->
                                                place + " " + place.start() + "-" + place.end()))
                .sorted()
                .toList();
    }

    @Test
    void an_edit_and_its_opposite_leave_the_same_zone() {
        Seeds.check(
                300,
                random -> {
                    ZoneText zone = TestZoneFiles.read(GeneratedZone.texts(random));
                    SortedMap<Question, List<Record>> wanted = wanted(zone, random);
                    ZoneText there =
                            TestZoneFiles.read(merged(zone, ZoneEdit.of(zone, wanted, TODAY)));
                    var back = new TreeMap<Question, List<Record>>();
                    wanted.keySet()
                            .forEach(q ->
                                    back.put(
                                            q,
                                            zone.contents()
                                                    .rrset(q)
                                                    .map(RRset::dnsRecords)
                                                    .orElse(List.of())));
                    ZoneText again =
                            TestZoneFiles.read(merged(there, ZoneEdit.of(there, back, TODAY)));
                    assertEquals(rdata(zone), rdata(again));
                });
    }

    /** Each line is found again in order, but those of changed records and those right after. */
    private static void compare(ZoneText zone, Set<Question> changed, String file, String text) {
        List<String> left = lines(text);
        Set<Integer> concerned = new HashSet<>();
        String old = Optional.ofNullable(zone.texts().get(file)).orElseThrow();
        boolean after = false;
        int end = 0;
        for (ZoneRecord record : zone.contents().records()) {
            FilePosition place = record.place().orElseThrow();
            if (!place.file().equals(file)) {
                continue;
            }
            boolean mine =
                    changed.contains(record.question()) || record.record().getType() == Type.SOA;
            if (mine || after) {
                int line = place.line();
                for (int at = place.start(); at < place.end(); at = lineEnd(old, at)) {
                    concerned.add(line++);
                }
            }
            after = mine;
            end = place.end();
        }
        assertTrue(end > 0 || changed.isEmpty());
        assertTrue(blanks(old) - blanks(text) <= changed.size());
        int number = 0;
        int from = 0;
        for (String line : lines(old)) {
            if (concerned.contains(++number) || line.isBlank()) {
                continue; // an empty line goes with its block
            }
            int found = left.subList(from, left.size()).indexOf(line);
            if (found < 0 && old.endsWith(line)) {
                // The last line had no end, and was given one of its file's kind.
                found = left.subList(from, left.size()).indexOf(line + "\r");
            }
            if (found < 0 && !old.contains("$TTL")) {
                // It had the TTL of a record before it, and another came between.
                List<String> bare =
                        left.stream().map(written -> written.replaceFirst("\\d+ ", "")).toList();
                found = bare.subList(from, bare.size()).indexOf(line);
            }
            assertFound(found, line, old, text);
            from += found + 1;
        }
    }

    private static long blanks(String text) {
        return text.lines().filter(String::isBlank).count();
    }

    private static void assertFound(int found, String line, String old, String text) {
        assertTrue(found >= 0, () -> "lost: " + line + "\n" + old + "\n=>\n" + text);
    }

    private static int lineEnd(String text, int from) {
        int feed = text.indexOf('\n', from);
        return feed < 0 ? text.length() : feed + 1;
    }

    private static List<String> lines(String text) {
        return List.of(text.split("\n", -1));
    }

    private static SortedMap<Question, List<Record>> asItIs(ZoneText zone) {
        var same = new TreeMap<Question, List<Record>>();
        zone.contents()
                .rrsets()
                .forEach((question, set) -> {
                    if (question.type() != Type.SOA) {
                        same.put(question, set.dnsRecords());
                    }
                });
        return same;
    }

    private static SortedMap<Question, List<Record>> wanted(ZoneText zone, RandomGenerator random) {
        var wanted = new TreeMap<Question, List<Record>>();
        List<Question> questions = new ArrayList<>(asItIs(zone).keySet());
        boolean twice = zone.texts().size() > 1 && random.nextBoolean();
        for (int i = random.nextInt(twice ? 5 : 4); i >= 0; i--) {
            if (random.nextInt(3) == 0) {
                Question question = questions.get(random.nextInt(questions.size()));
                wanted.put(question, List.of());
                continue;
            }
            int type = random.nextBoolean() ? Type.TXT : random.nextBoolean() ? Type.A : Type.SRV;
            String owner = OWNERS.get(random.nextInt(OWNERS.size())) + ".example.com";
            Question question = Question.of(owner, type);
            List<Record> records =
                    new ArrayList<>(
                            zone.contents()
                                    .rrset(question)
                                    .map(RRset::dnsRecords)
                                    .orElse(List.of()));
            records.removeIf(_ -> random.nextInt(3) == 0);
            for (int n = random.nextInt(3); n > 0; n--) {
                records.add(record(question, random));
            }
            wanted.put(question, records);
        }
        return wanted;
    }

    private static Record record(Question question, RandomGenerator random) {
        String data =
                switch (question.type()) {
                    case Type.TXT -> "\"new \\\"" + random.nextInt(99) + "\\\" \\255;()\"";
                    case Type.A -> "10.9.0." + random.nextInt(255);
                    default -> "0 0 " + random.nextInt(65_535) + " elsewhere.example.net.";
                };
        try {
            return Record.fromString(
                    question.owner(), question.type(), DClass.IN, 120, data, ORIGIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SequencedMap<String, String> merged(ZoneText zone, ZoneEdit edit) {
        var texts = new LinkedHashMap<>(zone.texts());
        texts.putAll(edit.texts());
        return texts;
    }

    private static boolean isAfter(ZoneText zone, long serial) {
        return Serial.isAfter(serial, serial(zone));
    }

    private static long serial(ZoneText zone) {
        return zone.contents()
                .rrset(new Question(ORIGIN, Type.SOA))
                .map(set -> (SOARecord) set.records().getFirst().record())
                .orElseThrow()
                .getSerial();
    }

    private static Map<Question, String> expected(
            ZoneText zone, SortedMap<Question, List<Record>> wanted, ZoneEdit edit) {
        Map<Question, String> expected = described(zone);
        wanted.forEach((question, records) -> {
            if (records.isEmpty()) {
                expected.remove(question);
            } else {
                long ttl = zone.contents().rrset(question).map(RRset::ttl).orElse(120L);
                expected.put(question, described(RRset.of(records), ttl));
            }
        });
        if (!edit.texts().isEmpty()) {
            expected.computeIfPresent(
                    new Question(ORIGIN, Type.SOA),
                    (_, text) -> text.replace(" " + serial(zone) + " ", " " + edit.serial() + " "));
        }
        return expected;
    }

    private static Map<Question, String> rdata(ZoneText zone) {
        Map<Question, String> sets = described(zone);
        sets.remove(new Question(ORIGIN, Type.SOA));
        sets.replaceAll((_, text) -> withoutTtl(text));
        return sets;
    }

    private static String withoutTtl(String text) {
        return text.substring(text.indexOf(' '));
    }

    /** The RRsets to be changed whose records do not have one TTL: which one stays is not said. */
    private static List<Question> mixed(ZoneText zone, SortedMap<Question, List<Record>> wanted) {
        return wanted.keySet().stream()
                .filter(question ->
                        zone.contents().rrset(question).stream()
                                        .flatMap(set -> set.dnsRecords().stream())
                                        .map(Record::getTTL)
                                        .distinct()
                                        .count()
                                > 1)
                .toList();
    }

    private static Map<Question, String> described(ZoneText zone) {
        var sets = new TreeMap<Question, String>();
        zone.contents().rrsets().forEach((q, set) -> sets.put(q, described(set, set.ttl())));
        return sets;
    }

    private static String described(RRset set, long ttl) {
        return ttl
                + " "
                + set.dnsRecords().stream().map(Record::rdataToString).distinct().sorted().toList();
    }
}
