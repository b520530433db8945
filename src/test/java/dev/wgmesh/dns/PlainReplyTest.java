package dev.wgmesh.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.Seeds;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Replies in usual form have the result that parsing the whole message has. */
class PlainReplyTest {
    private static final int ID = 4711;
    private static final Name ZONE = Question.name("example.com");
    private static final Name HOST = Question.name("_wireguard.node-a.example.com");
    private static final Record SOA =
            record(ZONE, Type.SOA, 300, "ns1.example.com. host.example.com. 1 3600 600 86400 60");

    @Test
    void replies_in_usual_form_are_read_without_parsing_the_message() {
        assertPlain(Type.A, List.of("10.0.0.1"));
        assertPlain(Type.A, List.of("10.0.0.1", "10.0.0.2"));
        assertPlain(Type.AAAA, List.of("fd00::1"));
        assertPlain(Type.TXT, List.of("\"yFlXT2A5TTg9xcPfxolP0arOR+Ua+z8NlAcaKoTpm2E=\""));
        assertPlain(Type.TXT, List.of("\"a\" \"\" \"b\"", "\"c\""));
        assertPlain(Type.SRV, List.of("0 0 51820 node-a.example.com.", "1 2 3 ."));
        for (int rcode : List.of(Rcode.NOERROR, Rcode.NXDOMAIN)) {
            Message reply = reply(new Question(HOST, Type.TXT), rcode);
            reply.addRecord(SOA, Section.AUTHORITY);
            assertTrue(assertSame(reply.toWire(), new Question(HOST, Type.TXT)), "rcode " + rcode);
            byte[] spelled = spelledZone(reply.toWire());
            assertTrue(assertSame(spelled, new Question(HOST, Type.TXT)), "rcode " + rcode);
        }
        Message service = reply(new Question(HOST, Type.SRV), Rcode.NOERROR);
        service.addRecord(
                record(HOST, Type.SRV, 300, "0 0 51820 node-a.example.com."), Section.ANSWER);
        service.removeAllRecords(Section.ADDITIONAL);
        Name target = Question.name("node-a.example.com");
        service.addRecord(record(target, Type.A, 300, "192.0.2.1"), Section.ADDITIONAL);
        service.addRecord(record(target, Type.AAAA, 300, "2001:db8::1"), Section.ADDITIONAL);
        service.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        assertTrue(assertSame(service.toWire(), new Question(HOST, Type.SRV)));
    }

    /** Returns the reply as BIND writes it: the owner of the SOA is spelled, others point to it. */
    private static byte[] spelledZone(byte[] reply) {
        byte[] zone = ZONE.toWire();
        int owner = 12 + HOST.length() + 4;
        byte[] spelled = new byte[reply.length - 2 + zone.length];
        System.arraycopy(reply, 0, spelled, 0, owner);
        System.arraycopy(zone, 0, spelled, owner, zone.length);
        int rest = owner + zone.length;
        System.arraycopy(reply, owner + 2, spelled, rest, reply.length - owner - 2);
        byte pointer = reply[owner + 1];
        for (int i = rest; i + 1 < spelled.length; i++) {
            if (spelled[i] == (byte) 0xc0 && spelled[i + 1] == pointer) {
                spelled[i + 1] = (byte) owner;
            }
        }
        return spelled;
    }

    private static void assertPlain(int type, List<String> data) {
        var question = new Question(HOST, type);
        Message reply = reply(question, Rcode.NOERROR);
        for (String text : data) {
            reply.addRecord(record(HOST, type, 300, text), Section.ANSWER);
        }
        assertTrue(assertSame(reply.toWire(), question), data.toString());
    }

    @Test
    void a_reply_that_says_more_is_parsed_as_a_whole() {
        var question = new Question(HOST, Type.A);
        Message alias = reply(question, Rcode.NOERROR);
        alias.addRecord(record(HOST, Type.CNAME, 300, "node-b.example.com."), Section.ANSWER);
        Message referral = reply(question, Rcode.NOERROR);
        referral.addRecord(record(ZONE, Type.NS, 300, "ns1.example.com."), Section.AUTHORITY);
        Message refused = reply(question, Rcode.REFUSED);
        Message truncated = reply(question, Rcode.NOERROR);
        truncated.getHeader().setFlag(Flags.TC);
        Message other = reply(new Question(ZONE, Type.A), Rcode.NOERROR);
        other.addRecord(SOA, Section.AUTHORITY);
        Message elsewhere = reply(question, Rcode.NOERROR);
        elsewhere.addRecord(
                record(Question.name("example.net"), Type.SOA, 300, "a. b. 1 2 3 4 5"),
                Section.AUTHORITY);
        for (Message message : List.of(alias, referral, refused, truncated, other, elsewhere)) {
            assertEquals(Optional.empty(), plain(message.toWire(), question), message.toString());
        }
    }

    @Test
    void a_reply_with_octets_changed_or_cut_off_has_the_same_result_if_any() {
        Seeds.check(
                20_000,
                random -> {
                    var question = new Question(HOST, type(random));
                    Message reply = randomReply(question, random);
                    byte[] octets = reply.toWire();
                    boolean negative =
                            reply.getSection(Section.ANSWER).isEmpty()
                                    && !reply.getSection(Section.AUTHORITY).isEmpty();
                    if (negative && random.nextBoolean()) {
                        octets = spelledZone(octets);
                    }
                    int changes = random.nextInt(4);
                    for (int i = 0; i < changes; i++) {
                        octets[random.nextInt(octets.length)] = octet(random);
                    }
                    int length = random.nextInt(8) == 0 ? random.nextInt(300) : octets.length;
                    assertSame(Arrays.copyOf(octets, length), question);
                });
    }

    private static byte octet(RandomGenerator random) {
        int[] likely = {0, 1, 12, 0xc0, 0x80, 0xff, 41, 3, 63, 64};
        return (byte)
                (random.nextBoolean()
                        ? likely[random.nextInt(likely.length)]
                        : random.nextInt(256));
    }

    private static int type(RandomGenerator random) {
        int[] types = {Type.A, Type.AAAA, Type.TXT, Type.SRV, Type.PTR};
        return types[random.nextInt(types.length)];
    }

    private static Message randomReply(Question question, RandomGenerator random) {
        Message reply = reply(question, random.nextInt(4) == 0 ? Rcode.NXDOMAIN : Rcode.NOERROR);
        int answers = random.nextInt(4);
        for (int i = 0; i < answers; i++) {
            int type = random.nextInt(10) == 0 ? type(random) : question.type();
            String data =
                    switch (type) {
                        case Type.A -> "10.0.0." + random.nextInt(3);
                        case Type.AAAA -> "fd00::" + random.nextInt(3);
                        case Type.TXT -> "\"text\" \"" + random.nextInt(3) + "\"";
                        case Type.SRV -> "0 1 51820 n" + random.nextInt(3) + ".example.com.";
                        default -> "n" + random.nextInt(3) + ".example.com.";
                    };
            reply.addRecord(record(HOST, type, random.nextInt(3) * 100L, data), Section.ANSWER);
        }
        if (answers == 0 || random.nextInt(5) == 0) {
            reply.addRecord(SOA, Section.AUTHORITY);
        }
        if (random.nextInt(4) == 0) {
            reply.removeAllRecords(Section.ADDITIONAL);
            Name target = Question.name("node-a.example.com");
            reply.addRecord(record(target, Type.A, 300, "192.0.2.1"), Section.ADDITIONAL);
        }
        return reply;
    }

    /** Returns whether the reply is in usual form; then its result is that of the message. */
    private static boolean assertSame(byte[] octets, Question question) {
        Optional<LookupResult.Final> plain = plain(octets, question);
        if (plain.isEmpty()) {
            return false;
        }
        try {
            var message = new Message(octets);
            assertEquals(ID, message.getHeader().getID());
            assertTrue(message.getHeader().getFlag(Flags.QR));
            assertEquals(question.dnsRecord(), message.getQuestion());
            assertEquals(message.getHeader().getFlag(Flags.AA), PlainReply.isAuthoritative(octets));
            assertEquals(described(LookupResult.of(question, message, 0)), described(plain.get()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }

    private static String described(LookupResult result) {
        return switch (result) {
            case LookupResult.Found(RRset set, long ttl) -> {
                var lines = new ArrayList<>(List.of("found, TTL " + ttl));
                set.dnsRecords().forEach(record -> lines.add(record.toString()));
                yield String.join("\n", lines);
            }
            default -> result.toString();
        };
    }

    private static Optional<LookupResult.Final> plain(byte[] octets, Question question) {
        return PlainReply.read(
                octets, QueryExchange.query(ID, question, QueryExchange.Edns.SIZE), question);
    }

    private static Message reply(Question question, int rcode) {
        var reply = new Message(ID);
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.AA);
        reply.getHeader().setRcode(rcode);
        reply.addRecord(question.dnsRecord(), Section.QUESTION);
        reply.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        return reply;
    }

    private static Record record(Name owner, int type, long ttl, String data) {
        try {
            return Record.fromString(owner, type, DClass.IN, ttl, data, Name.root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
