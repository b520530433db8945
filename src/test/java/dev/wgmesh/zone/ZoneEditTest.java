package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class ZoneEditTest {
    private static final Path GOLDEN = Path.of("src/test/resources/zone/edit");
    private static final Name ORIGIN = Question.name("example.com");
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 4);
    private static final String TOP = "$TTL 300\n@ SOA ns1 h 7 1 2 3 4\n@ NS ns1\n";

    /** {@code NAME.before.zone} with {@code NAME.changes} is {@code NAME.after.zone}. */
    @TestFactory
    List<DynamicTest> golden_edits() throws IOException {
        try (var entries = Files.list(GOLDEN)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".changes"))
                    .sorted()
                    .map(name -> name.substring(0, name.length() - ".changes".length()))
                    .map(name -> DynamicTest.dynamicTest(name, () -> golden(name)))
                    .toList();
        }
    }

    private static void golden(String name) throws IOException {
        String[] changes = text(name + ".changes").split("\n");
        assertEquals(text(name + ".after.zone"), edited(text(name + ".before.zone"), changes));
    }

    private static String text(String name) throws IOException {
        return Files.readString(GOLDEN.resolve(name), StandardCharsets.ISO_8859_1);
    }

    private static String edited(String text, String... changes) throws IOException {
        return ZoneEdit.of(TestZoneFiles.read(text), wanted(changes), TODAY)
                .texts()
                .getOrDefault("example.com.zone", text);
    }

    /** {@code owner [ttl] type [data]} by line; without data the RRset is to be gone. */
    private static SortedMap<Question, List<Record>> wanted(String... changes) throws IOException {
        var wanted = new TreeMap<Question, List<Record>>();
        for (String line : changes) {
            String[] words = line.split(" ", 3);
            boolean ttl = ZoneTtl.parse(words[1]) >= 0;
            String[] rest = ttl ? words[2].split(" ", 2) : line.split(" ", 3);
            String type = ttl ? rest[0] : rest[1];
            Name owner = Name.fromString(words[0], ORIGIN);
            var set =
                    wanted.computeIfAbsent(
                            new Question(owner, Type.value(type)), _ -> new ArrayList<>());
            int data = ttl ? 1 : 2;
            if (rest.length > data) {
                set.add(
                        Record.fromString(
                                owner,
                                Type.value(type),
                                DClass.IN,
                                ttl ? ZoneTtl.parse(words[1]) : 300,
                                rest[data],
                                ORIGIN));
            }
        }
        return wanted;
    }

    @Test
    void a_record_goes_beside_its_set_in_its_columns() throws IOException {
        assertEquals(
                TOP.replace(" 7 ", " 8 ")
                        + "_p2p      IN TXT   \"a\" ; one\n_p2p      IN TXT   \"b\"\nwww A 192.0.2.1\n",
                edited(
                        TOP + "_p2p      IN TXT   \"a\" ; one\nwww A 192.0.2.1\n",
                        "_p2p TXT \"a\"",
                        "_p2p TXT \"b\""));
    }

    @Test
    void the_owner_is_handed_on_when_its_line_goes() throws IOException {
        assertEquals(
                TOP.replace(" 7 ", " 8 ") + "; why\nhost      IN A 192.0.2.2\n",
                edited(TOP + "host TXT x\n; why\n          IN A 192.0.2.2\n", "host TXT"));
    }

    @Test
    void the_ttl_is_written_out_when_the_line_that_gave_it_goes() throws IOException {
        String top = "@ 300 SOA ns1 h 7 1 2 3 4\n@ NS ns1\n";
        assertEquals(
                top.replace(" 7 ", " 8 ") + "b 60 A 192.0.2.2\nc A 192.0.2.3\n",
                edited(top + "a 60 A 192.0.2.1\nb A 192.0.2.2\nc A 192.0.2.3\n", "a A"));
    }

    @Test
    void data_in_parentheses_is_written_on_one_line() throws IOException {
        assertEquals(
                TOP.replace(" 7 ", " 8 ") + "a TXT \"new\"\nb A 192.0.2.2\n",
                edited(
                        TOP + "a TXT ( \"one\" ; first\n  \"two\" )\nb A 192.0.2.2\n",
                        "a TXT \"new\""));
    }

    @Test
    void a_name_below_another_origin_is_written_so_that_it_is_the_same() throws IOException {
        assertEquals(
                TOP.replace(" 7 ", " 8 ")
                        + "$ORIGIN eu.example.com.\n_p2p TXT x\n_policy._p2p TXT \"pool=10.0.0.0/24\"\n",
                edited(
                        TOP + "$ORIGIN eu.example.com.\n_p2p TXT x\n",
                        "_policy._p2p.eu TXT \"pool=10.0.0.0/24\""));
    }

    @Test
    void a_block_that_goes_takes_its_empty_line_with_it() throws IOException {
        String one = "\n_wireguard.a A 10.0.0.1\n";
        String two = "\n_wireguard.b A 10.0.0.2\n_wireguard.b TXT b\n";
        String top = TOP.replace(" 7 ", " 8 ");
        String[] changes = {"_wireguard.b A", "_wireguard.b TXT"};
        assertEquals(top + one, edited(TOP + one + two, changes));
        assertEquals(top + one, edited(TOP + two + one, changes));
        assertEquals(top + one + two, edited(TOP + one + two + "\nx A 10.0.0.3\n", "x A"));
        assertEquals(top + "\n_wireguard.b TXT b\n", edited(TOP + two, "_wireguard.b A"));
        String back = edited(TOP + one, "_wireguard.b A 10.0.0.2", "_wireguard.b TXT b");
        assertEquals(top.replace(" 8 ", " 9 ") + one, edited(back, changes));
    }

    @Test
    void a_line_of_a_file_that_is_included_twice_is_not_edited() throws IOException {
        ZoneText zone =
                TestZoneFiles.read(
                        Map.of(
                                "example.com.zone",
                                TOP + "$INCLUDE part.inc a.example.com.\n$INCLUDE part.inc\n",
                                "part.inc",
                                "$TTL 60\nnode A 192.0.2.1\n"));
        var failure = assertThrows(Failure.class, () -> ZoneEdit.of(zone, wanted("node A"), TODAY));
        assertEquals(
                "part.inc: is included more than once and would have to change;"
                        + " edit the file by hand",
                failure.getMessage());
    }

    @Test
    void a_record_that_cannot_be_read_stays_as_it_is() throws IOException {
        String wks = "old   WKS  192.0.2.9 tcp (  nosuch )  ; kept\n      A 192.0.2.9\n";
        assertEquals(
                TOP.replace(" 7 ", " 8 ") + wks + "_p2p TXT \"b\"\n",
                edited(TOP + wks + "_p2p TXT \"a\"\n", "_p2p TXT \"b\""));
        var failure = assertThrows(Failure.class, () -> edited(TOP + wks, "old WKS"));
        assertEquals(
                "example.com.zone:4: has data that wg-mesh cannot read, and old.example.com WKS"
                        + " would change; edit the file by hand",
                failure.getMessage());
    }

    @Test
    void a_name_that_a_generate_line_makes_is_not_changed() throws IOException {
        String generate = "$GENERATE 1-20 dhcp-$ A 192.0.2.$\n";
        assertEquals(
                TOP.replace(" 7 ", " 8 ") + generate + "_p2p TXT \"b\"\n",
                edited(TOP + generate + "_p2p TXT \"a\"\n", "_p2p TXT \"b\""));
        assertEquals(TOP + generate, edited(TOP + generate, "dhcp-7 A 192.0.2.7"));
        for (String change : List.of("dhcp-7 A", "dhcp-7 A 192.0.2.99", "dhcp-7 TXT \"x\"")) {
            var failure = assertThrows(Failure.class, () -> edited(TOP + generate, change));
            assertEquals(
                    "example.com.zone:4: makes dhcp-7.example.com with $GENERATE; take the name out"
                            + " of the range, and write its records on lines of their own",
                    failure.getMessage());
        }
    }

    @Test
    void an_included_file_that_inherits_its_owner_stays_as_it_is() throws IOException {
        Map<String, String> texts =
                Map.of(
                        "example.com.zone",
                        TOP + "www A 192.0.2.1\n$INCLUDE web.inc\n",
                        "web.inc",
                        "  AAAA 2001:db8::1\n");
        ZoneText zone = TestZoneFiles.read(texts);
        assertEquals(
                Map.of(
                        "example.com.zone",
                        TOP.replace(" 7 ", " 8 ")
                                + "_p2p TXT \"a\"\nwww A 192.0.2.1\n$INCLUDE web.inc\n"),
                ZoneEdit.of(zone, wanted("_p2p TXT \"a\""), TODAY).texts());
        assertEquals(
                "www AAAA 2001:db8::1\n",
                ZoneEdit.of(zone, wanted("www A"), TODAY).texts().get("web.inc"));
    }

    @Test
    void a_zone_with_a_broken_line_is_not_edited() {
        var failure = assertThrows(Failure.class, () -> edited(TOP + "a A 1\n", "a A"));
        assertEquals(
                "example.com.zone:4:5: A: '1' is not an IPv4 address; write an IPv4 address: 192.0.2.1",
                failure.getMessage());
    }

    @Test
    void serials_grow() {
        assertEquals(8, Serial.next(7, TODAY));
        assertEquals(1, Serial.next(4_294_967_295L, TODAY));
        assertEquals(2026030400, Serial.next(2025123199, TODAY));
        assertEquals(2026030401, Serial.next(2026030400, TODAY));
        assertEquals(2026123199, Serial.next(2026123198, TODAY));
        assertEquals(2026139901, Serial.next(2026139900, TODAY));
    }
}
