package dev.wgmesh.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneText;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class RequestHandlerTest {
    private static final ServedZones ZONES =
            new ServedZones(
                    zones(
                            TestZones.text(
                                    "example.com",
                                    """
                                    @ IN NS ns
                                    ns IN A 192.0.2.1
                                    www IN CNAME ns
                                    out IN CNAME www.example.net.
                                    away IN CNAME www.example.org.
                                    loop IN CNAME loop2
                                    loop2 IN CNAME loop
                                    gone IN CNAME nothing
                                    old IN DNAME new
                                    a.new IN A 192.0.2.3
                                    sub IN NS ns.sub
                                    ns.sub IN A 192.0.2.4
                                    ns.sub IN AAAA 2001:db8::4
                                    child IN NS ns.child
                                    ns.child IN A 192.0.2.5
                                    *.wild IN TXT w
                                    x.y IN TXT e
                                    unknown IN TYPE65280 \\# 2 abcd
                                    """
                                            + many()),
                            TestZones.text("example.net", "www IN A 192.0.2.2\n"),
                            TestZones.text("child.example.com", "www IN A 192.0.2.6\n"),
                            unreadableRecord()),
                    Set.of(Question.name("broken.example.com"), Question.name("broken.example")));

    private static final String NEGATIVE =
            "; example.com. 300 SOA ns.example.com. hostmaster.example.com. 1 3600 900 86400 300";

    private static String many() {
        return IntStream.rangeClosed(1, 80)
                .mapToObj("many IN TXT a-rather-long-string-%02d\n"::formatted)
                .collect(Collectors.joining());
    }

    /** A zone with a record whose data cannot be read. */
    private static DnsSnapshot unreadableRecord() {
        String text = "@ 300 SOA ns a 1 2 3 4 5\nwks WKS 192.0.2.9 tcp nosuch\n";
        ZoneContents zone =
                ZoneText.read("wks.example.zone", _ -> text, Optional.empty()).contents();
        return new DnsSnapshot(List.of(zone), Map.of(), Optional.empty());
    }

    private static List<ServedZone> zones(DnsSnapshot... snapshots) {
        return Stream.of(snapshots)
                .flatMap(snapshot -> snapshot.zones().stream())
                .map(ServedZone::of)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    ns.example.com A | NOERROR aa: ns.example.com. 300 A 192.0.2.1
                    www.example.com A | NOERROR aa: www.example.com. 300 CNAME ns.example.com., ns.example.com. 300 A 192.0.2.1
                    www.example.com CNAME | NOERROR aa: www.example.com. 300 CNAME ns.example.com.
                    out.example.com A | NOERROR aa: out.example.com. 300 CNAME www.example.net., www.example.net. 300 A 192.0.2.2
                    away.example.com A | NOERROR aa: away.example.com. 300 CNAME www.example.org.
                    loop.example.com A | NOERROR aa: loop.example.com. 300 CNAME loop2.example.com., loop2.example.com. 300 CNAME loop.example.com.
                    gone.example.com A | NXDOMAIN aa: gone.example.com. 300 CNAME nothing.example.com.; SOA
                    a.old.example.com A | NOERROR aa: old.example.com. 300 DNAME new.example.com., a.old.example.com. 300 CNAME a.new.example.com., a.new.example.com. 300 A 192.0.2.3
                    b.old.example.com A | NXDOMAIN aa: old.example.com. 300 DNAME new.example.com., b.old.example.com. 300 CNAME b.new.example.com.; SOA
                    ns.example.com TXT | NOERROR aa: ; SOA
                    no.example.com A | NXDOMAIN aa: ; SOA
                    y.example.com TXT | NOERROR aa: ; SOA
                    q.wild.example.com TXT | NOERROR aa: q.wild.example.com. 300 TXT w
                    q.wild.example.com A | NOERROR aa: ; SOA
                    wild.example.com TXT | NOERROR aa: ; SOA
                    www.sub.example.com A | NOERROR : ; sub.example.com. 300 NS ns.sub.example.com.; ns.sub.example.com. 300 A 192.0.2.4, ns.sub.example.com. 300 AAAA 2001:db8:0:0:0:0:0:4
                    sub.example.com DS | NOERROR aa: ; SOA
                    www.child.example.com A | NOERROR aa: www.child.example.com. 300 A 192.0.2.6
                    child.example.com DS | NOERROR aa: ; SOA
                    example.com NS | NOERROR aa: example.com. 300 NS ns.example.com.; ; ns.example.com. 300 A 192.0.2.1
                    unknown.example.com TYPE65280 | NOERROR aa: unknown.example.com. 300 TYPE65280 \\# 2 ABCD
                    wks.wks.example WKS | SERVFAIL aa:
                    wks.wks.example A | NOERROR aa: ; wks.example. 5 SOA ns.wks.example. a.wks.example. 1 2 3 4 5
                    ns.example.com ANY | NOERROR aa: ns.example.com. 300 A 192.0.2.1
                    no.example.com ANY | NXDOMAIN aa: ; SOA
                    www.example.com ANY | NOERROR aa: www.example.com. 300 CNAME ns.example.com.
                    www.example.org A | REFUSED :
                    x.broken.example.com A | SERVFAIL :
                    www.broken.example A | SERVFAIL :
                    example.com AXFR | REFUSED :
                    example.com MAILB | NOTIMP :
                    """)
    void a_question_gets(String question, String answer) throws IOException {
        String text = text(answered(query(question), true)).strip();
        assertEquals(answer.replace("; SOA", NEGATIVE), text);
    }

    @Test
    void the_question_comes_back_as_it_was_written() throws IOException {
        byte[] query = query("NS.eXample.COM A").toWire();
        byte[] answer = said(query, false).getFirst();
        assertArrayEquals(
                Arrays.copyOfRange(query, 12, query.length),
                Arrays.copyOfRange(answer, 12, query.length));
        var header = new Message(answer).getHeader();
        assertEquals(new Message(query).getHeader().getID(), header.getID());
        assertTrue(
                header.getFlag(Flags.RD) && header.getFlag(Flags.QR) && !header.getFlag(Flags.RA));
    }

    @Test
    void a_long_answer_is_truncated_as_a_whole_rrset() throws IOException {
        Message plain = answered(query("many.example.com TXT"), false);
        assertEquals("NOERROR aa tc: ", text(plain));
        Message query = query("many.example.com TXT");
        query.addRecord(new OPTRecord(65535, 0, 0), Section.ADDITIONAL);
        Message edns = answered(query, false);
        assertEquals("NOERROR aa tc: ", text(edns));
        assertEquals(1232, edns.getOPT().getPayloadSize());
        assertEquals(80, answered(query, true).getSection(Section.ANSWER).size());
    }

    @Test
    void edns_is_answered_with_edns_and_another_version_with_badvers() throws IOException {
        Message query = query("ns.example.com A");
        query.addRecord(new OPTRecord(4096, 0, 0, 0x8000), Section.ADDITIONAL);
        Message reply = answered(query, false);
        assertEquals("1232 version 0 flags 8000", about(reply.getOPT()));
        Message later = query("ns.example.com A");
        later.addRecord(new OPTRecord(4096, 0, 1), Section.ADDITIONAL);
        Message refused = answered(later, false);
        assertEquals(Rcode.BADVERS, refused.getRcode());
        assertEquals("1232 version 0 flags 0", about(refused.getOPT()));
        assertEquals(List.of(), refused.getSection(Section.ANSWER));
        later.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
        assertEquals("FORMERR : ", text(answered(later, false)));
    }

    private static String about(OPTRecord option) {
        return "%d version %d flags %x"
                .formatted(option.getPayloadSize(), option.getVersion(), option.getFlags());
    }

    @Test
    void other_opcodes_classes_and_counts_are_refused() throws IOException {
        for (int opcode : List.of(Opcode.NOTIFY, Opcode.STATUS, 15)) {
            Message query = query("ns.example.com A");
            query.getHeader().setOpcode(opcode);
            Message reply = answered(query, false);
            assertEquals("NOTIMP : ", text(reply));
            assertEquals(opcode, reply.getHeader().getOpcode());
        }
        Message chaos =
                Message.newQuery(
                        Record.newRecord(Question.name("version.bind"), Type.TXT, DClass.CH));
        assertEquals("REFUSED : ", text(answered(chaos, false)));
        Message none = new Message(7);
        assertEquals("FORMERR : ", text(answered(none, false)));
        Message two = query("ns.example.com A");
        two.addRecord(two.getQuestion(), Section.QUESTION);
        assertEquals("FORMERR : ", text(answered(two, false)));
    }

    @Test
    void an_update_with_a_record_that_cannot_be_written_is_answered() throws IOException {
        var update = new Message(7);
        update.getHeader().setOpcode(Opcode.UPDATE);
        Name zone = Name.fromConstantString("example.com.");
        update.addRecord(Record.newRecord(zone, Type.SOA, DClass.IN), Section.ZONE);
        byte[] wksWithoutPorts = {10, 0, 0, 1, 6};
        update.addRecord(
                Record.newRecord(zone, 0xfffe, DClass.IN, 60, wksWithoutPorts), Section.UPDATE);
        byte[] octets = update.toWire();
        int type = octets.length - wksWithoutPorts.length - 10;
        octets[type] = 0;
        octets[type + 1] = Type.WKS;
        assertEquals(
                Rcode.FORMERR, new Message(said(octets, true).getFirst()).getHeader().getRcode());
    }

    @Test
    void replies_and_stumps_get_no_answer() {
        Message reply = query("ns.example.com A");
        reply.getHeader().setFlag(Flags.QR);
        assertEquals(List.of(), said(reply.toWire(), false));
        assertEquals(List.of(), said(new byte[0], false));
        assertEquals(List.of(), said(new byte[11], false));
    }

    @Test
    void whatever_comes_no_answer_is_too_long_and_none_throws() {
        byte[] query = query("www.example.com A").toWire();
        Seeds.check(
                2000,
                random -> {
                    byte[] octets = query.clone();
                    for (int i = random.nextInt(6); i >= 0; i--) {
                        octets[random.nextInt(octets.length)] = (byte) random.nextInt();
                    }
                    octets = Arrays.copyOf(octets, random.nextInt(octets.length + 8));
                    said(octets, false).forEach(answer -> assertTrue(answer.length <= 1232));
                });
    }

    private static Message query(String question) {
        String[] words = question.split(" ");
        return Message.newQuery(
                Record.newRecord(Question.name(words[0]), Type.value(words[1], true), DClass.IN));
    }

    /** What a stranger from elsewhere is told, who has no key. */
    private static List<byte[]> said(byte[] query, boolean overTcp) {
        ZoneUpdater none =
                (_, _, _) -> {
                    throw new AssertionError("nobody may update");
                };
        return new RequestHandler(() -> ZONES, UpdateKeys.NONE, none)
                .handle(new RequestMessage(query, overTcp, false))
                .messages();
    }

    private static Message answered(Message query, boolean overTcp) throws IOException {
        return new Message(said(query.toWire(), overTcp).getFirst());
    }

    /** {@code RCODE FLAGS: ANSWER; AUTHORITY; ADDITIONAL} without OPT, empty ends left out. */
    private static String text(Message message) {
        String flags =
                Stream.of("aa", "tc")
                        .filter(flag -> message.getHeader().getFlag(Flags.value(flag)))
                        .collect(Collectors.joining(" "));
        String sections =
                IntStream.rangeClosed(Section.ANSWER, Section.ADDITIONAL)
                        .mapToObj(section -> section(message, section))
                        .collect(Collectors.joining("; "))
                        .replaceAll("(; )+$", "");
        String text = Rcode.string(message.getRcode()) + " " + flags + ": " + sections;
        return text;
    }

    private static String section(Message message, int section) {
        return message.getSection(section).stream()
                .filter(record -> record.getType() != Type.OPT)
                .map(r ->
                        r.getName()
                                + " "
                                + r.getTTL()
                                + " "
                                + Type.string(r.getType())
                                + " "
                                + r.rdataToString())
                .collect(Collectors.joining(", "));
    }
}
