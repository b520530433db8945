package dev.wgmesh.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.tsig.TsigKey;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.RecordText;
import dev.wgmesh.zone.ZoneContents;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;

/** Updates of a zone in memory: the changes and the rcode of each. */
class UpdateTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final ZoneContents ZONE =
            TestZones.text(
                            "example.com",
                            """
                            @ 300 IN NS ns
                            ns 300 IN A 192.0.2.1
                            _p2p 600 IN TXT node-a.example.com
                            _p2p 600 IN TXT node-b.example.com
                            _p2p 600 IN PTR _p2p.EU
                            www 300 IN CNAME ns
                            below.empty 300 IN TXT e
                            sub 300 IN NS ns.example.net.
                            sub 300 IN DS 1 8 2 %s
                            """
                                            .formatted("00".repeat(32))
                                    + IntStream.rangeClosed(1, 100)
                                            .mapToObj("many 300 IN TXT m%d\n"::formatted)
                                            .collect(Collectors.joining()))
                    .zones()
                    .getFirst();

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '\'',
            textBlock =
                    """
                    | x 300 IN A 192.0.2.1 > NOERROR + x.example.com A 300 192.0.2.1
                    | x 60 IN A 192.0.2.1 & x 300 IN A 192.0.2.2 > NOERROR + x.example.com A 300 192.0.2.1, 300 192.0.2.2
                    | _p2p 60 IN TXT node-c.example.com > NOERROR = _p2p.example.com TXT 600 "node-a.example.com", 600 "node-b.example.com", 600 "node-c.example.com"
                    | _p2p 60 IN TXT node-a.example.com > NOERROR
                    | _p2p 0 NONE TXT node-a.example.com > NOERROR = _p2p.example.com TXT 600 "node-b.example.com"
                    | _p2p 0 NONE PTR _p2p.eu > NOERROR - _p2p.example.com PTR
                    | _p2p 0 ANY TXT > NOERROR - _p2p.example.com TXT
                    | _p2p 0 ANY ANY > NOERROR - _p2p.example.com PTR - _p2p.example.com TXT
                    | none 0 ANY ANY & none 0 ANY A & none 0 NONE A 192.0.2.1 > NOERROR
                    | x 300 IN A 192.0.2.1 & x 0 ANY A > NOERROR
                    | www 300 IN A 192.0.2.1 & ns 300 IN CNAME www > NOERROR
                    | *.x 300 IN NS ns & *.x 300 IN DNAME ns & *.x 300 IN TXT t > NOERROR + *.x.example.com TXT 300 "t"
                    | www 300 IN CNAME other > NOERROR = www.example.com CNAME 300 other.example.com.
                    | @ 0 ANY SOA & @ 0 ANY NS & @ 0 ANY ANY & @ 0 NONE NS ns > NOERROR
                    | ns 0 ANY A > REFUSED
                    | mx 300 IN MX 10 none > REFUSED
                    | x 300 IN NSEC y A > REFUSED
                    | @ 300 IN SOA ns hostmaster 9 3600 900 86400 300 > REFUSED
                    | @ 300 IN SOA ns hostmaster 1 3600 900 86400 300 > NOERROR
                    | sub 0 ANY NS > NOERROR - sub.example.com NS - sub.example.com DS
                    | many 300 IN TXT m101 > SERVFAIL
                    | many 300 IN TXT m101 & many 0 ANY TXT > SERVFAIL
                    | many 300 IN TXT m100 > NOERROR
                    | x.example.net. 300 IN A 192.0.2.1 > NOTZONE
                    | x 300 IN A > FORMERR
                    | x 300 ANY A > FORMERR
                    | x 0 NONE ANY > FORMERR
                    | x 300 CH A > FORMERR
                    _p2p 0 IN TXT node-b.example.com & _P2P 0 IN TXT node-a.example.com | > NOERROR
                    _p2p 0 IN PTR _P2P.eu | > NOERROR
                    _p2p 0 IN TXT node-b.example.com | > NXRRSET
                    _p2p 0 IN TXT node-b.example.com & _p2p 0 IN TXT NODE-a.example.com | > NXRRSET
                    none 0 IN A 192.0.2.1 | > NXRRSET
                    ns 0 ANY ANY & ns 0 ANY A & ns 0 NONE TXT & empty 0 NONE ANY | > NOERROR
                    empty 0 ANY ANY | > NXDOMAIN
                    www 0 ANY A | > NXRRSET
                    ns 0 NONE ANY | > YXDOMAIN
                    ns 0 NONE A | > YXRRSET
                    ns 60 ANY A | > FORMERR
                    ns 0 ANY A 192.0.2.1 | > FORMERR
                    ns.example.net. 0 ANY A | > NOTZONE
                    | x 300 IN A 192.0.2.1 | sub 0 IN SOA > NOTAUTH
                    | x.broken 300 IN A 192.0.2.1 | broken 0 IN SOA > SERVFAIL
                    | x 300 IN A 192.0.2.1 | @ 0 IN A > FORMERR
                    """)
    void an_update_gets(String update, String answer) throws IOException {
        assertEquals(answer, done(UpdateText.message(update), TestKey.KNOWN.key(), NOW));
    }

    @Test
    void who_is_not_known_changes_nothing() throws IOException {
        Message update = UpdateText.message("| x 300 IN A 192.0.2.1");
        var none = new MemoryZoneUpdater();
        var reply = new Message(none.answered(update.toWire()));
        assertEquals("REFUSED", Rcode.string(reply.getRcode()));
        assertEquals(List.of(), none.changes);
        assertEquals("NOTAUTH BADSIG", done(update, TestKey.OTHER_SECRET.key(), NOW));
        assertEquals("NOTAUTH BADKEY", done(update, TestKey.UNKNOWN.key(), NOW));
        Instant late = NOW.plus(Duration.ofMinutes(10));
        assertEquals("NOTAUTH BADTIME", done(update, TestKey.KNOWN.key(), late));
    }

    @Test
    void a_message_that_was_changed_on_the_way_changes_nothing() throws IOException {
        Message update = UpdateText.message("| x 300 IN A 192.0.2.1");
        byte[] signed = signed(update, TestKey.KNOWN.key(), NOW);
        TSIGRecord signature = signature(update, TestKey.KNOWN.key(), NOW);
        int ttl =
                signed.length
                        - signature.toWire(Section.ADDITIONAL).length
                        + signature.getName().length()
                        + 4;
        Seeds.check(
                2000,
                random -> {
                    byte[] octets = signed.clone();
                    // Not the ID, which the signature holds besides.
                    int at = 2 + random.nextInt(octets.length - 2);
                    octets[at] ^= (byte) (1 + random.nextInt(255));
                    var zone = new MemoryZoneUpdater();
                    zone.answered(octets);
                    // A TTL of 2^31 and more is 0 (RFC 2181, section 8).
                    assertTrue(
                            zone.changes.isEmpty()
                                    || at == ttl
                                    || isCaseOnly(signed[at], octets[at]),
                            "octet " + at);
                });
    }

    /** The names of a signature are signed in lower case. */
    private static boolean isCaseOnly(byte one, byte other) {
        return Character.toLowerCase(one) == Character.toLowerCase(other);
    }

    @Test
    void whatever_comes_none_throws() throws IOException {
        byte[] signed =
                signed(
                        UpdateText.message(
                                "_p2p 0 IN PTR _p2p.eu & ns 0 ANY A | x 300 IN A 192.0.2.1"),
                        TestKey.KNOWN.key(),
                        NOW);
        Seeds.check(
                2000,
                random -> {
                    byte[] octets = signed.clone();
                    for (int i = random.nextInt(6); i >= 0; i--) {
                        octets[random.nextInt(octets.length)] = (byte) random.nextInt();
                    }
                    new MemoryZoneUpdater()
                            .answered(Arrays.copyOf(octets, random.nextInt(octets.length + 8)));
                });
    }

    /** The rcode, the error of its signature, and what was changed. */
    private static String done(Message update, TsigKey key, Instant when) throws IOException {
        TSIGRecord signature = signature(update, key, when);
        var zone = new MemoryZoneUpdater();
        byte[] octets = zone.answered(signed(update, key, when));
        var reply = new Message(octets);
        var text = new StringBuilder(Rcode.string(reply.getRcode()));
        TSIGRecord answered = reply.getTSIG();
        if (answered.getError() == Rcode.NOERROR) {
            int verified = key.signer(() -> when).verify(reply, octets, signature, true);
            assertEquals("NOERROR", Rcode.TSIGstring(verified));
        } else {
            text.append(' ').append(Rcode.TSIGstring(answered.getError()));
        }
        zone.changes.forEach(change -> text.append(' ').append(text(change)));
        return text.toString();
    }

    private static TSIGRecord signature(Message update, TsigKey key, Instant when) {
        return key.signer(() -> when).generate(update, update.toWire(), Rcode.NOERROR, null);
    }

    private static byte[] signed(Message update, TsigKey key, Instant when) {
        Message signed = update.clone();
        signed.addRecord(signature(update, key, when), Section.ADDITIONAL);
        return signed.toWire();
    }

    private static String text(RRsetChange change) {
        return switch (change) {
            case RRsetChange.Create(RRset after) -> "+ " + text(after);
            case RRsetChange.Replace(_, RRset after) -> "= " + text(after);
            case RRsetChange.Delete(RRset before) -> "- " + before.question();
        };
    }

    private static String text(RRset set) {
        return set.dnsRecords().stream()
                .map(record -> record.getTTL() + " " + RecordText.data(record))
                .sorted()
                .collect(Collectors.joining(", ", set.question() + " ", ""));
    }

    /** Says what an update would change, and changes nothing. */
    private static final class MemoryZoneUpdater implements ZoneUpdater {
        private List<RRsetChange> changes = List.of();

        byte[] answered(byte[] octets) {
            var zones =
                    new ServedZones(
                            List.of(ServedZone.of(ZONE)),
                            Set.of(Question.name("broken.example.com")));
            var keys = new UpdateKeys(List.of(TestKey.KNOWN.key()), InstantSource.fixed(NOW));
            List<byte[]> answers =
                    new RequestHandler(() -> zones, keys, this)
                            .handle(new RequestMessage(octets, true, true))
                            .messages();
            return Optional.of(answers)
                    .filter(one -> one.size() == 1)
                    .map(List::getFirst)
                    .orElse(new byte[0]);
        }

        @Override
        public UpdateResult apply(ServedZone zone, UpdateRequest request, String purpose)
                throws RcodeException {
            Prerequisites.require(zone, request);
            changes = UpdatedZone.changes(zone, request.updates());
            return new UpdateResult(2, changes.size());
        }
    }
}
