package dev.wgmesh.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.model.DnssecMode;
import dev.wgmesh.testing.dns.FakeDns;
import dev.wgmesh.testing.dns.LargeMesh;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.SignedZone;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Somebody between this host and an honest server changes answers. */
class DnssecForgeryIT {
    private static final String RECORDS =
            LargeMesh.HEAD
                    + """
                    a IN TXT "key"
                    b IN TXT "other"
                    address IN A 192.0.2.9
                    alias IN CNAME address
                    """;

    private static RealServer server;
    private static SignedZone parent;
    private static SignedZone child;

    @BeforeAll
    static void sign() {
        child = SignedZone.of("nsec.test", RECORDS);
        parent =
                SignedZone.of(
                        "test",
                        LargeMesh.HEAD
                                + delegation("nsec.test")
                                + child.ds()
                                + delegation("plain.test"));
        server =
                RealServer.named(
                        Map.of(
                                "test",
                                parent.text(),
                                "nsec.test",
                                child.text(),
                                "plain.test",
                                RECORDS));
    }

    private static String delegation(String apex) {
        return "%1$s. IN NS ns1.%1$s.\nns1.%1$s. IN A 127.0.0.1\n".formatted(apex);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void an_unchanged_answer_is_secure() throws IOException {
        assertEquals("key 300, secure", forged("a.nsec.test", reply -> reply));
    }

    @Test
    void an_answer_without_signatures_is_bogus() throws IOException {
        String why = "a.nsec.test TXT has no signature, but its zone is signed";
        assertBogus(why, forged("a.nsec.test", DnssecForgeryIT::unsigned));
    }

    @Test
    void a_signature_in_the_name_of_an_unsigned_zone_is_no_way_out() throws IOException {
        String why = "a.nsec.test TXT has no signature, but its zone is signed";
        assertBogus(why, forged("a.nsec.test", reply -> signedBy(reply, "plain.test.")));
        assertBogus(why, forged("a.nsec.test", reply -> signedBy(reply, "a.plain.test.")));
        assertBogus(
                "a signature of a.nsec.test TXT is not valid",
                forged("a.nsec.test", reply -> signedBy(reply, "test.")));
    }

    @Test
    void a_signature_by_a_zone_above_the_trust_anchor_is_no_way_out() throws IOException {
        var anchor = TrustAnchors.parse(child.ds(), "anchor");
        for (String signer : List.of("test.", ".")) {
            assertBogus(
                    "a.nsec.test TXT has no signature, but its zone is signed",
                    forged(anchor, "a.nsec.test", reply -> signedBy(reply, signer)));
        }
    }

    @Test
    void signed_records_of_another_name_are_no_answer() throws IOException {
        String why = "no valid proof (NSEC, NSEC3) that a.nsec.test TXT does not exist";
        Message other = ask("b.nsec.test", Type.TXT);
        Message absent = ask("nothing.nsec.test", Type.TXT);
        Message alias = ask("alias.nsec.test", Type.TXT);
        assertBogus(why, forged("a.nsec.test", reply -> with(reply, other, absent, Rcode.NOERROR)));
        assertBogus(why, forged("a.nsec.test", reply -> with(reply, alias, alias, Rcode.NOERROR)));
        assertBogus(why, forged("a.nsec.test", reply -> with(reply, alias, alias, Rcode.NXDOMAIN)));
    }

    @Test
    void the_proof_of_another_name_proves_nothing() throws IOException {
        String why = "no valid proof (NSEC, NSEC3) that a.nsec.test TXT does not exist";
        Message nothing = ask("nothing.nsec.test", Type.TXT);
        Message noData = ask("address.nsec.test", Type.TXT);
        Message none = new Message();
        for (int rcode : List.of(Rcode.NOERROR, Rcode.NXDOMAIN)) {
            assertBogus(why, forged("a.nsec.test", reply -> with(reply, none, nothing, rcode)));
            assertBogus(why, forged("a.nsec.test", reply -> with(reply, none, noData, rcode)));
            assertBogus(why, forged("a.nsec.test", reply -> with(reply, none, none, rcode)));
        }
    }

    @Test
    void a_denial_without_soa_in_an_unsigned_zone_is_insecure() throws IOException {
        String why = ", insecure: plain.test is not signed: it has no DS record";
        Message none = new Message();
        for (int rcode : List.of(Rcode.NOERROR, Rcode.NXDOMAIN)) {
            assertEquals(
                    "absent 0" + why,
                    forged("a.plain.test", reply -> with(reply, none, none, rcode)));
        }
    }

    @Test
    void a_refused_ds_or_dnskey_is_a_failure_and_not_an_unsigned_zone() throws IOException {
        for (int type : List.of(Type.DS, Type.DNSKEY)) {
            String said =
                    forged(
                            anchor(),
                            "a.nsec.test",
                            reply -> reply,
                            reply ->
                                    reply.getQuestion().getType() == type
                                            ? with(
                                                    reply,
                                                    new Message(),
                                                    new Message(),
                                                    Rcode.REFUSED)
                                            : reply);
            assertEquals(
                    "failed: cannot be validated: ? answered REFUSED, -",
                    said.replaceAll("validated: .* answered", "validated: ? answered"));
        }
    }

    @Test
    void a_ttl_above_the_signed_one_is_not_believed() throws IOException {
        assertEquals(
                "key 300, secure",
                forged(
                        "a.nsec.test",
                        reply -> {
                            Message longer = reply.clone();
                            longer.removeAllRecords(Section.ANSWER);
                            for (Record record : reply.getSection(Section.ANSWER)) {
                                longer.addRecord(
                                        Record.newRecord(
                                                record.getName(),
                                                record.getType(),
                                                record.getDClass(),
                                                1_000_000,
                                                record.rdataToWireCanonical()),
                                        Section.ANSWER);
                            }
                            return longer;
                        }));
    }

    @Test
    void a_server_without_edns_cannot_be_validated() throws IOException {
        try (var old =
                FakeDns.start((query, _) ->
                        new FakeDns.Reaction.Send(
                                FakeDns.reply(query, Rcode.FORMERR, List.of()).toWire()))) {
            assertEquals(
                    "failed: ? does not know EDNS, which DNSSEC requires (RFC 6891), -",
                    new DnssecLookup(old.address(), anchor())
                            .preferred("a.nsec.test")
                            .replace("127.0.0.1:" + old.address().getPort(), "?"));
        }
    }

    private static void assertBogus(String why, String said) {
        assertEquals("failed: the answer is bogus: %1$s, bogus: %1$s".formatted(why), said);
    }

    private static TrustAnchors anchor() {
        return TrustAnchors.parse(parent.ds(), "anchor");
    }

    /** Returns what is said of a TXT record whose answer somebody changes. */
    private static String forged(String owner, UnaryOperator<Message> change) throws IOException {
        return forged(anchor(), owner, change);
    }

    private static String forged(TrustAnchors anchors, String owner, UnaryOperator<Message> change)
            throws IOException {
        return forged(anchors, owner, change, reply -> reply);
    }

    private static String forged(
            TrustAnchors anchors,
            String owner,
            UnaryOperator<Message> ofAnswer,
            UnaryOperator<Message> ofKeys)
            throws IOException {
        try (var forger =
                FakeDns.start((query, _) -> {
                    Message reply = ask(query);
                    int type = query.getQuestion().getType();
                    Message changed =
                            type == Type.DS || type == Type.DNSKEY
                                    ? ofKeys.apply(reply)
                                    : ofAnswer.apply(reply);
                    return new FakeDns.Reaction.Send(changed.toWire());
                })) {
            return new DnssecLookup(forger.address(), anchors).said(DnssecMode.PREFER, owner);
        }
    }

    private static Message ask(String owner, int type) {
        Message query =
                Message.newQuery(
                        Record.newRecord(
                                Name.fromConstantString(owner + "."),
                                type,
                                org.xbill.DNS.DClass.IN));
        return ask(query);
    }

    private static Message ask(Message query) {
        try {
            var resolver = new SimpleResolver(server.address());
            resolver.setEDNS(0, 4096, org.xbill.DNS.ExtendedFlags.DO, List.of());
            resolver.setTimeout(Duration.ofSeconds(60));
            return resolver.send(query);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Message unsigned(Message reply) {
        Message changed = reply.clone();
        for (int section : List.of(Section.ANSWER, Section.AUTHORITY)) {
            for (Record record : reply.getSection(section)) {
                if (record.getType() == Type.RRSIG) {
                    changed.removeRecord(record, section);
                }
            }
        }
        return changed;
    }

    private static Message signedBy(Message reply, String signer) {
        Message changed = unsigned(reply);
        for (Record record : reply.getSection(Section.ANSWER)) {
            if (record instanceof RRSIGRecord it) {
                changed.addRecord(
                        new RRSIGRecord(
                                it.getName(),
                                it.getDClass(),
                                it.getTTL(),
                                it.getTypeCovered(),
                                it.getAlgorithm(),
                                it.getOrigTTL(),
                                it.getExpire(),
                                it.getTimeSigned(),
                                it.getFootprint(),
                                Objects.requireNonNull(Name.fromConstantString(signer)),
                                it.getSignature()),
                        Section.ANSWER);
            }
        }
        return changed;
    }

    /** Returns the reply with the answer of one message and the authority section of another. */
    private static Message with(Message reply, Message answer, Message authority, int rcode) {
        Message changed = reply.clone();
        changed.getHeader().setRcode(rcode);
        changed.removeAllRecords(Section.ANSWER);
        changed.removeAllRecords(Section.AUTHORITY);
        answer.getSection(Section.ANSWER).forEach(it -> changed.addRecord(it, Section.ANSWER));
        authority
                .getSection(Section.AUTHORITY)
                .forEach(it -> changed.addRecord(it, Section.AUTHORITY));
        return changed;
    }
}
