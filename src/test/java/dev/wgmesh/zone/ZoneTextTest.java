package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.GeneratedZone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;

class ZoneTextTest {
    private static final String TOP = "$TTL 300\n@ SOA ns1 h 7 1 2 3 4\n";

    private static String findings(ZoneText zone) {
        return zone.contents().syntaxErrors().stream()
                .map(finding -> finding.problem().toString())
                .collect(Collectors.joining("\n"));
    }

    private static String records(ZoneText zone) {
        return zone.contents().records().stream()
                .map(r ->
                        r.owner().toString(true)
                                + " "
                                + r.record().getTTL()
                                + " "
                                + RecordText.data(r.record()))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void arguments_of_origin_and_ttl_are_not_quoted() {
        ZoneText zone =
                TestZoneFiles.read(
                        """
                        $TTL "300"
                        $ORIGIN "b"
                        @ 300 SOA ns1 h 1 2 3 4 5
                        """);
        assertEquals(
                "the argument of $TTL is quoted, the argument of $ORIGIN is quoted",
                zone.contents().syntaxErrors().stream()
                        .map(SyntaxError::what)
                        .collect(Collectors.joining(", ")));
    }

    @Test
    void a_broken_line_is_a_finding_and_reading_goes_on() {
        ZoneText zone =
                TestZoneFiles.read(
                        TOP
                                + "a A 10.0.0.300\n"
                                + "b A 10.0.0.2\n"
                                + "c TXT \"open\n"
                                + "d TXT x ) y\n"
                                + "e TXT x\\\n"
                                + "f NOTYPE x\n"
                                + "g 99999999999 A 10.0.0.1\n"
                                + "$GENERATE 1-9 h$ A 10.0.0.$ x\n"
                                + "$FOO\n"
                                + "$TTL\n"
                                + "i..j A 10.0.0.1\n"
                                + "   A 10.0.0.1\n"
                                + "k\n"
                                + "l AAAA 10.0.0.1\n"
                                + "m TXT \"\\300\"\n"
                                + "n A 10.0.0.3\n");
        assertEquals(
                """
                example.com.zone:3:5: A: '10.0.0.300' is not an IPv4 address; write an IPv4 address: 192.0.2.1
                example.com.zone:5:7: the quoted string does not end on its line; close the string with '"'
                example.com.zone:6:9: ')' without a matching '('; remove the parenthesis, or add '('
                example.com.zone:7:8: a backslash at the end of the line; write \\\\ for a backslash
                example.com.zone:8:3: unknown record type 'NOTYPE'; correct the type, or write TYPEnnn (RFC 3597)
                example.com.zone:9:3: '99999999999' is more than 4294967295 seconds; write seconds or units, such as 3600 or 1h30m
                example.com.zone:10:29: the data of $GENERATE has more than one word; write the data in quotes: MX "10 mail-$"
                example.com.zone:11:1: unknown directive '$FOO'; use $ORIGIN, $TTL, $INCLUDE or $GENERATE
                example.com.zone:12:1: $TTL takes 1 argument, but has 0; see RFC 1035, section 5.1
                example.com.zone:13:1: 'i..j': invalid empty label; write a domain name (RFC 1035, section 2.3.1)
                example.com.zone:14:4: the owner name is unknown: the line with the owner name has a syntax error; write the owner name at the beginning of the line
                example.com.zone:15:1: the record has no type; write the type and the data
                example.com.zone:16:8: AAAA: Invalid address: 10.0.0.1; write an IPv6 address: 2001:db8::1
                example.com.zone:17:7: TXT: the escape \\300 is more than 255; write quoted strings of at most 255 octets: "text"
                """
                        .strip(),
                findings(zone));
        assertEquals(
                """
                example.com 300 ns1.example.com. h.example.com. 7 1 2 3 4
                b.example.com 300 10.0.0.2
                n.example.com 300 10.0.0.3\
                """,
                records(zone));
    }

    @Test
    void a_byte_order_mark_is_the_only_error_of_its_file() {
        String mark = "\u00ef\u00bb\u00bf";
        ZoneText zone =
                TestZoneFiles.read(
                        Map.of(
                                GeneratedZone.FILE,
                                mark + TOP + "$INCLUDE part.inc\n",
                                "part.inc",
                                mark + "a A 10.0.0.2\n"));
        assertEquals(
                """
                example.com.zone:1:1: the file begins with a byte order mark (octets EF BB BF); save the file as UTF-8 without BOM
                part.inc:1:1: the file begins with a byte order mark (octets EF BB BF); save the file as UTF-8 without BOM\
                """,
                findings(zone));
        assertEquals(
                """
                example.com 300 ns1.example.com. h.example.com. 7 1 2 3 4
                a.example.com 300 10.0.0.2\
                """,
                records(zone));
    }

    @Test
    void a_relative_name_without_an_origin_is_reported_in_owner_data_and_directive() {
        String text =
                """
                example.com. 300 SOA ns1.example.com. h.example.com. 7 1 2 3 4
                a 300 A 10.0.0.1
                example.com. 300 LP 10 b
                example.com. 300 RESINFO
                $ORIGIN d
                """;
        ZoneText zone = ZoneText.read("zone.txt", _ -> text, Optional.empty());
        assertEquals(
                """
                zone.txt:2:1: the relative name a needs an origin; write $ORIGIN above this line, or a dot at the end of the name
                zone.txt:3:24: LP: the relative name b needs an origin; write $ORIGIN above this line, or a dot at the end of the name
                zone.txt:4:18: RESINFO: the data is incomplete; write the data in the format of RESINFO
                zone.txt:5:9: the relative name d needs an origin; write $ORIGIN above this line, or a dot at the end of the name
                """
                        .strip(),
                findings(zone));
    }

    @Test
    void an_open_parenthesis_costs_one_line() {
        ZoneText zone = TestZoneFiles.read(TOP + "a TXT ( x\nb A 10.0.0.2\n");
        assertEquals("example.com.zone:3:7: '(' without a matching ')'; add ')'", findings(zone));
        assertTrue(zone.contents().rrset(Question.of("b.example.com", 1)).isPresent());
    }

    @Test
    void a_record_keeps_its_file_line_column_and_extent() {
        ZoneText zone =
                TestZoneFiles.read(
                        TOP + "\n a TXT (\n x ) ; c\n".replace(" a", "a") + "  A 10.0.0.1");
        List<FilePosition> places =
                zone.contents().records().stream().map(r -> r.place().orElseThrow()).toList();
        assertEquals(new FilePosition("example.com.zone", 2, 1, 9, 31), places.getFirst());
        assertEquals(new FilePosition("example.com.zone", 4, 1, 32, 49), places.get(1));
        assertEquals(new FilePosition("example.com.zone", 6, 3, 49, 61), places.get(2));
    }

    @Test
    void octets_over_127_are_the_octets_of_the_file() {
        ZoneText zone = TestZoneFiles.read(TOP + "a TXT \"\u00fc\\\u00fc\\200\"\nb SPF \u00fc\n");
        assertEquals("", findings(zone));
        assertTrue(records(zone).contains("a.example.com 300 \"\\252\\252\\200\""));
        assertTrue(records(zone).contains("b.example.com 300 \\252"));
    }

    @Test
    void a_file_that_includes_itself_is_reported() {
        ZoneText zone =
                TestZoneFiles.read(
                        Map.of(
                                "example.com.zone", TOP + "$INCLUDE a.inc\n",
                                "a.inc", "$INCLUDE ./b.inc\n",
                                "b.inc", "$INCLUDE a.inc\n$INCLUDE none.inc\n"));
        assertEquals(
                "b.inc:1:10: $INCLUDE: a.inc includes itself; remove one $INCLUDE of the cycle\n"
                        + "b.inc:2:10: $INCLUDE: none.inc does not exist",
                findings(zone));
        assertTrue(zone.contents().syntaxErrors().stream().allMatch(SyntaxError::include));
        assertEquals(
                List.of("example.com.zone", "a.inc", "b.inc"), List.copyOf(zone.texts().keySet()));
    }

    @Test
    void an_inclusion_inherits_owner_and_ttl_and_passes_on_its_ttl_but_not_its_origin() {
        ZoneText zone =
                TestZoneFiles.read(
                        Map.of(
                                "example.com.zone",
                                TOP
                                        + "a A 10.0.0.1\n$INCLUDE part.inc eu\n  TXT back\nb A"
                                        + " 10.0.0.2\n",
                                "part.inc",
                                " A 10.0.0.9\n$ORIGIN deep\n$TTL 60\nc A 10.0.0.3\n"));
        assertEquals("", findings(zone));
        assertTrue(
                records(zone)
                        .endsWith(
                                """
                                a.example.com 300 10.0.0.1
                                a.example.com 300 10.0.0.9
                                c.deep.eu.example.com 60 10.0.0.3
                                a.example.com 60 "back"
                                b.example.com 60 10.0.0.2\
                                """));
    }

    @Test
    void the_zone_is_that_of_the_soa_else_of_the_file_name_else_the_one_given() {
        assertEquals(
                "x.example",
                TestZoneFiles.read("x.example. 1 SOA a. b. 1 2 3 4 5\n")
                        .contents()
                        .apex()
                        .toString(true));
        assertEquals("example.com", TestZoneFiles.read("").contents().apex().toString(true));
        Optional<Name> given = Optional.of(Question.name("given.example"));
        assertEquals(
                "given.example",
                ZoneText.read("db.given", _ -> "", given).contents().apex().toString(true));
        var failure =
                assertThrows(Failure.class, () -> ZoneText.read("db.x", _ -> "", Optional.empty()));
        assertEquals(
                "db.x: cannot tell which zone this file is; add an SOA record, or name the file ZONE.zone",
                failure.getMessage());
    }

    @Test
    void records_out_of_the_zone_are_kept() {
        ZoneText zone = TestZoneFiles.read(TOP + "a.example.net. A 10.0.0.1\n");
        assertTrue(records(zone).contains("a.example.net 300 10.0.0.1"));
        assertFalse(zone.contents().records().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "3600, 3600",
        "1h30m, 5400",
        "1W2D3H4M5S, 788645",
        "2147483647, 2147483647",
        "2147483648, 2147483648",
        "4294967295, 4294967295",
        "4294967296, -2",
        "99999999999999999999, -2",
        "4000w, 2419200000",
        "40000w, -2",
        "1h30, -1",
        "h, -1",
        "'', -1",
        "1x, -1",
        "1hh, -1",
        "-1, -1"
    })
    void ttls(String text, long seconds) {
        assertEquals(seconds, ZoneTtl.parse(text));
    }
}
