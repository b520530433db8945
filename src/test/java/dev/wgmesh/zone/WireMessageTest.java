package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/** Messages with records that servers send and dnsjava rejects. */
class WireMessageTest {
    private static final Name OWNER = Name.fromConstantString("a.example.com.");

    private static final List<Record> REJECTED =
            List.of(
                    raw(Type.CAA, "0005495353554563612e6578616d706c652e6e6574"),
                    raw(Type.GPOS, "023931017800"),
                    raw(Type.LOC, "01121212800000008000000000989680"),
                    raw(Type.SVCB, "00000000050000"),
                    raw(Type.WKS, "0a00000106"));

    private static Record raw(int type, String hex) {
        return new RawRecord(OWNER, type, DClass.IN, 300, HexFormat.of().parseHex(hex));
    }

    private static Message message() {
        var message = new Message(7);
        message.addRecord(Record.newRecord(OWNER, Type.AXFR, DClass.IN), Section.QUESTION);
        message.addRecord(record(Type.A, "c0000201"), Section.ANSWER);
        for (int i = 0; i < REJECTED.size(); i++) {
            message.addRecord(REJECTED.get(i), Section.ANSWER + i % 3);
        }
        message.addRecord(record(Type.TXT, "0178"), Section.ANSWER);
        return message;
    }

    private static Record record(int type, String hex) {
        return Record.newRecord(OWNER, type, DClass.IN, 300, HexFormat.of().parseHex(hex));
    }

    private static String text(Message message, int section) {
        return message.getSection(section).stream()
                .map(record -> Type.string(record.getType()) + " " + record.rdataToString())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void keeps_what_dnsjava_rejects_as_octets_in_its_place() throws IOException {
        byte[] octets = message().toWire();
        assertThrows(IOException.class, () -> new Message(octets));
        Message read = WireMessage.parse(octets);
        assertEquals(
                """
                A 192.0.2.1
                CAA \\# 21 0005495353554563612e6578616d706c652e6e6574
                SVCB \\# 7 00000000050000
                TXT x
                """,
                text(read, Section.ANSWER));
        assertEquals(
                """
                GPOS \\# 6 023931017800
                WKS \\# 5 0a00000106
                """,
                text(read, Section.AUTHORITY));
        assertEquals("LOC \\# 16 01121212800000008000000000989680\n", text(read, 3));
        assertEquals(REJECTED.get(0), read.getSection(Section.ANSWER).get(1));
        assertEquals(300, read.getSection(Section.ANSWER).get(1).getTTL());
    }

    @Test
    void reads_wks_without_ports_which_dnsjava_cannot_write() throws IOException {
        var message = new Message(7);
        message.addRecord(REJECTED.getLast(), Section.ANSWER);
        Record read = WireMessage.parse(message.toWire()).getSection(Section.ANSWER).getFirst();
        assertEquals(REJECTED.getLast().hashCode(), read.hashCode());
    }

    @Test
    void a_signature_is_verified_with_the_octets_as_received() throws IOException {
        var key = new TSIG(TSIG.HMAC_SHA256, OWNER, new byte[32]);
        Message message = message();
        key.apply(message, null);
        byte[] octets = message.toWire();
        assertEquals(Rcode.NOERROR, key.verify(WireMessage.parse(octets), octets, null));
        octets[50] ^= 1;
        assertEquals(Rcode.BADSIG, key.verify(WireMessage.parse(octets), octets, null));
    }

    @Test
    void data_that_is_needed_must_be_right() {
        var message = new Message(7);
        message.addRecord(raw(Type.A, "c00002"), Section.ANSWER);
        assertThrows(IOException.class, () -> WireMessage.parse(message.toWire()));
        byte[] octets = message().toWire();
        for (int length = 0; length < octets.length; length++) {
            byte[] cut = Arrays.copyOf(octets, length);
            assertThrows(IOException.class, () -> WireMessage.parse(cut));
        }
    }
}
