package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.GeneratedZone;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.TextMutation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/**
 * The law of the reader of usual entries: with it, a zone file says what it says without it, when
 * dnsjava makes each record.
 */
class PlainReaderTest {
    private static final Name ORIGIN = Question.name("example.com");
    private static final TextMutation MUTATION =
            new TextMutation("()\"\\;$@ \t\r\n\0ÿ0129.-_aINTX:*/", List.of());

    private static final List<String> OWNERS =
            List.of(
                    "",
                    "",
                    "@",
                    "a",
                    "A",
                    "a.b",
                    "a.example.com.",
                    "A.Example.COM.",
                    "*",
                    "*.w",
                    "_s._tcp.a",
                    "x.other.org.",
                    "1",
                    "a\\.b",
                    "a\\097",
                    "a..b",
                    ".",
                    "-",
                    "a/b",
                    "ä",
                    "\"a\"",
                    "$a",
                    "a;b",
                    "l".repeat(63),
                    "l".repeat(64),
                    ("m".repeat(60) + ".").repeat(4) + "n",
                    "a(",
                    "@a",
                    "IN",
                    "A.");

    private static final List<String> FIELDS =
            List.of(
                    "",
                    "",
                    "300",
                    "0",
                    "IN",
                    "300 IN",
                    "IN 300",
                    "in",
                    "In",
                    "CH",
                    "1h",
                    "2147483647",
                    "2147483648",
                    "4294967296",
                    "00300",
                    "300 300",
                    "IN IN",
                    "TTL",
                    "-1",
                    "ANY",
                    "300x");

    private static final List<String> DATA =
            List.of(
                    "A 192.0.2.1",
                    "A 0.0.0.0",
                    "A 255.255.255.255",
                    "A 256.1.1.1",
                    "A 1.2.3",
                    "A 01.2.3.4",
                    "A 1.2.3.4.",
                    "A 1.2.3.4 5",
                    "a 1.2.3.4",
                    "A \"1.2.3.4\"",
                    "A 1.2.3.4;c",
                    "A 1.2.3.4 ; c",
                    "A ( 1.2.3.4 )",
                    "A",
                    "A 1..2.3",
                    "A 1.2.3.",
                    "A \\# 4 01020304",
                    "TYPE1 \\# 4 01020304",
                    "AAAA ::",
                    "AAAA ::1",
                    "AAAA 1::",
                    "AAAA 2001:db8::1",
                    "AAAA 2001:DB8:0:0:0:0:0:1",
                    "AAAA 1:2:3:4:5:6:7:8",
                    "AAAA 1:2:3:4:5:6:7::",
                    "AAAA ::2:3:4:5:6:7:8",
                    "AAAA 1:2:3:4:5:6:7:8::",
                    "AAAA 1::2::3",
                    "AAAA :1",
                    "AAAA 1:",
                    "AAAA ::1.2.3.4",
                    "AAAA ::ffff:1.2.3.4",
                    "AAAA ::ffff:102:304",
                    "AAAA 12345::",
                    "AAAA g::",
                    "AAAA ::1%lo",
                    "AAAA 1:2:3:4:5:6:7",
                    "AAAA :::",
                    "AAAA 0::0",
                    "AAAA4 ::1",
                    "NS ns1",
                    "NS ns1.example.net.",
                    "NS @",
                    "NS .",
                    "NS a..b",
                    "NS a b",
                    "NS \"a\"",
                    "NS a\\.b",
                    "NS " + "l".repeat(64),
                    "NS " + "l.".repeat(127),
                    "NS " + "l.".repeat(126),
                    "NS Ns1",
                    "NS *",
                    "CNAME x",
                    "CNAME X",
                    "CNAME",
                    "PTR _p2p.a",
                    "PTR 1.2.3.4",
                    "MX 10 mail",
                    "MX 10 MAIL.",
                    "MX 65535 a",
                    "MX 65536 a",
                    "MX -1 a",
                    "MX 010 a",
                    "MX a 10",
                    "MX 10",
                    "MX 10 a b",
                    "SRV 0 5 5060 sip",
                    "SRV 0 5 5060 .",
                    "SRV 0 5 sip",
                    "SRV 99999999999 1 1 a",
                    "TXT a",
                    "TXT \"a b\" c",
                    "TXT \"\"",
                    "TXT",
                    "TXT \"a\"b",
                    "TXT a\"b\"",
                    "TXT \"a;b\" ; c",
                    "TXT a;b",
                    "TXT \"\\\"\"",
                    "TXT \"\\065\\255\"",
                    "TXT \"\\256\"",
                    "TXT \"\\25\"",
                    "TXT \"\\",
                    "TXT a\\;b",
                    "TXT \"a",
                    "TXT \\# 1 00",
                    "TXT \\#",
                    "TXT \"\\#\"",
                    "TXT a\\ b",
                    "TXT (a b)",
                    "TXT \"ä\"",
                    "TXT \"\t\"",
                    "TXT " + "x".repeat(255),
                    "TXT " + "x".repeat(256),
                    "TXT " + ("x".repeat(200) + " ").repeat(400),
                    "TXT \"" + "\\001".repeat(255) + "\"",
                    "TXT a\\",
                    "TXT \\\\",
                    "SOA ns1 h 1 2 3 4 5",
                    "LOC 1 N 1 E 0",
                    "WKS 1.2.3.4 x y",
                    "CAA 0 issue \"ca\"",
                    "DS 1 8 2 00",
                    "BOGUS x",
                    "1",
                    "IN");

    private static final List<String> ENDS =
            List.of(
                    "\n", "\n", "\n", " \n", "\t; c\n", "\r\n", " ;\n", "\r \n", "", " (\n)\n",
                    "\\\n");

    private static final List<String> OTHERS =
            List.of(
                    "\n",
                    "; c\n",
                    "  \n",
                    " ; c\n",
                    "$TTL 60\n",
                    "$TTL 1h\n",
                    "$ORIGIN a.example.com.\n",
                    "$ORIGIN b\n",
                    "$ORIGIN .\n",
                    "$ORIGIN Example.com.\n",
                    "$GENERATE 1-3 g$ A 192.0.2.$\n",
                    "$INCLUDE part\n",
                    "$INCLUDE part a\n",
                    "$BOGUS\n");

    /** Reads a zone file entry by entry. */
    private static final class Records implements ZoneVisitor {
        private final List<ZoneRecord> records = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        @Override
        public void record(String file, ZoneLexer lexer, ZoneEntry entry) {
            var place = lexer.place(file, lexer.start(0));
            records.add(new ZoneRecord(entry.record(), Optional.of(place)));
        }

        @Override
        public void generated(String file, ZoneLexer lexer, ZoneEntry entry) {
            record(file, lexer, entry);
        }

        @Override
        public void opaque(String file, ZoneLexer lexer, ZoneEntry entry, String reason) {
            notes.add(lexer.place(file, lexer.start(0)) + reason);
        }

        @Override
        public void largeTtl(FilePosition place) {
            notes.add(place.toString());
        }

        @Override
        public void syntaxError(SyntaxError error) {
            notes.add(error.toString());
        }
    }

    private static String line(RandomGenerator random) {
        if (random.nextInt(12) == 0) {
            return any(OTHERS, random);
        }
        return any(OWNERS, random)
                + " "
                + any(FIELDS, random)
                + " "
                + any(DATA, random)
                + any(ENDS, random);
    }

    private static <T> T any(List<T> of, RandomGenerator random) {
        return of.get(random.nextInt(of.size()));
    }

    private static String zone(RandomGenerator random) {
        var text =
                new StringBuilder(random.nextBoolean() ? "$TTL 3600\n@ SOA a b 1 2 3 4 5\n" : "");
        int lines = random.nextInt(12);
        for (int i = 0; i < lines; i++) {
            text.append(line(random));
        }
        return new String(
                text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void entries_in_usual_and_odd_forms_say_what_they_say_without_it() {
        Seeds.check(
                6_000,
                random -> check(Map.of(GeneratedZone.FILE, zone(random), "part", zone(random))));
    }

    @Test
    void each_form_of_data_says_what_it_says_without_it() {
        for (String data : DATA) {
            for (String end : ENDS) {
                check(
                        Map.of(
                                GeneratedZone.FILE,
                                "a 60 IN "
                                        + data
                                        + end
                                        + " 60 "
                                        + data
                                        + end
                                        + "b 60 A 192.0.2.1\n"));
            }
        }
    }

    @Test
    void large_rrsets_say_what_they_say_without_it() {
        var text = new StringBuilder("$TTL 60\n@ SOA a b 1 2 3 4 5\n");
        for (int i = 0; i < 600; i++) {
            text.append("x A 10.0.").append(i % 2).append('.').append(i / 2).append('\n');
            text.append("y TXT ").append("t".repeat(200)).append('\n');
            text.append("z TYPE").append(1000 + i).append(" \\# 0\n");
        }
        text.append("z A 10.0.0.1\nz TYPE1000 \\# 1 00\nx A 10.0.0.7\n");
        check(Map.of(GeneratedZone.FILE, text.toString()));
    }

    @Test
    void generated_and_damaged_zone_files_say_what_they_say_without_it() {
        Seeds.check(
                600,
                random -> {
                    Map<String, String> texts = GeneratedZone.texts(random);
                    check(texts);
                    texts.replaceAll((_, text) -> MUTATION.of(text, random));
                    check(texts);
                });
    }

    @Test
    void the_golden_zone_files_say_what_they_say_without_it() throws IOException {
        for (Path file : TestZoneFiles.in(Path.of("src/test/resources/zone/read"))) {
            check(
                    file.toString(),
                    TestZoneFiles::readFile,
                    ZoneText.originOf(file.toString()).orElseThrow());
        }
    }

    private static void check(Map<String, String> texts) {
        check(
                GeneratedZone.FILE,
                file ->
                        Optional.ofNullable(texts.get(file))
                                .orElseThrow(() -> Failure.unreadable(file, "does not exist", "")),
                ORIGIN);
    }

    private static void check(String file, TextSource source, Name origin) {
        var slow = new Records();
        ZoneReader.read(file, source, Optional.of(origin), slow, (_, _) -> Optional.empty());
        ZoneContents fast = ZoneText.read(file, source, Optional.of(origin)).contents();
        assertEquals(described(slow.records), described(fast.records()));
        var notes = new ArrayList<String>();
        fast.notes().opaque().forEach(record -> notes.add(record.place() + record.reason()));
        fast.notes().largeTtls().forEach(place -> notes.add(place.toString()));
        fast.syntaxErrors().forEach(error -> notes.add(error.toString()));
        assertEquals(slow.notes.stream().sorted().toList(), notes.stream().sorted().toList());
        var map = new RecordMap(fast.apex(), slow.records, fast.notes().opaqueQuestions());
        assertEquals(described(map::rrsets), described(fast::rrsets));
        for (Question question : map.questions()) {
            assertEquals(map.rrset(question), fast.rrset(question));
            assertEquals(map.exists(question.owner()), fast.exists(question.owner()));
            Name above = new Name(question.owner(), Math.min(1, question.owner().labels() - 1));
            assertEquals(map.exists(above), fast.exists(above));
        }
        assertEquals(map.questions(), fast.questions());
    }

    private static String described(List<ZoneRecord> records) {
        var lines = new StringBuilder();
        for (ZoneRecord record : records) {
            lines.append(record.place())
                    .append(record.owner())
                    .append(' ')
                    .append(record.record().getTTL())
                    .append(' ')
                    .append(Type.string(record.record().getType()))
                    .append(' ')
                    .append(HexFormat.of().formatHex(ZoneRecord.rdata(record.record())))
                    .append('\n');
        }
        return lines.toString();
    }

    /** Returns which RRsets have which outline; a repetition is only known not to be. */
    private static String described(Function<Predicate<RRsetOutline>, Stream<RRset>> rrsets) {
        var lines = new StringBuilder();
        List<Predicate<RRsetOutline>> outlines =
                List.of(
                        _ -> true,
                        RRsetOutline::hasSeveralTtls,
                        RRsetOutline::isWildcard,
                        RRsetOutline::hasUnderscore,
                        RRsetOutline::isInZone,
                        RRsetOutline::isAtAlias);
        for (Predicate<RRsetOutline> outline : outlines) {
            rrsets.apply(outline).forEach(set -> lines.append(described(set.records())));
            lines.append("---\n");
        }
        for (RRset set : rrsets.apply(_ -> true).toList()) {
            RRsetOutline own = RRsetOutline.of(set);
            boolean found =
                    rrsets.apply(o -> o.is(own.type()) && o.octets() == own.octets())
                            .anyMatch(set::equals);
            lines.append(own.octets()).append(found);
            boolean many = rrsets.apply(o -> o.size() == own.size()).anyMatch(set::equals);
            lines.append(own.size()).append(many).append('\n');
        }
        List<RRset> aliases = rrsets.apply(set -> set.is(Type.CNAME)).toList();
        List<RRset> naming =
                rrsets.apply(RRsetOutline::mayNameAlias)
                        .filter(set -> aliases.stream().anyMatch(a -> names(set, a)))
                        .toList();
        List<RRset> repeated =
                rrsets.apply(RRsetOutline::mayRepeat).filter(PlainReaderTest::repeats).toList();
        return lines + "repeated " + repeated + " naming aliases " + naming;
    }

    private static boolean names(RRset set, RRset alias) {
        return set.dnsRecords().stream()
                .map(record ->
                        switch (record) {
                            case NSRecord ns -> ns.getTarget();
                            case MXRecord mx -> mx.getTarget();
                            case SRVRecord srv -> srv.getTarget();
                            default -> Name.empty;
                        })
                .anyMatch(alias.question().owner()::equals);
    }

    private static boolean repeats(RRset set) {
        return set.records().stream()
                        .map(record -> ZoneRecord.canonicalRdata(record.record()))
                        .distinct()
                        .count()
                < set.records().size();
    }
}
