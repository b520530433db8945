package dev.wgmesh.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.server.ServerAccess.Read;
import dev.wgmesh.testing.dns.FakeDns;
import dev.wgmesh.testing.dns.FakeDns.Reaction;
import dev.wgmesh.testing.dns.FakePrimary;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneAnswer;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** How a zone is read from a server, whole and by questions. */
class ServerReadingTest {
    private static final Question LIST = Question.of("_p2p.example.com", Type.TXT);
    private static final String SOA =
            "example.com 300 SOA ns1.example.com. hostmaster.example.com. 7 3600 600 604800 300";

    private static FakePrimary primary() {
        return new FakePrimary(FakeServerZone.RECORDS, _ -> FakePrimary.UpdateBehaviour.WORKS);
    }

    /** A server that answers with records, authoritatively, and with its SOA. */
    private static Reaction answer(Message query, int rcode, List<String> answer, String... more) {
        boolean soa = query.getQuestion().getType() == Type.SOA;
        Message reply = FakeDns.reply(query, soa ? 0 : rcode, soa ? List.of(SOA) : answer, more);
        if (soa || more.length == 0) {
            reply.getHeader().setFlag(Flags.AA);
        }
        return new Reaction.Send(reply.toWire());
    }

    private static String shown(ZoneContents zone) {
        return zone.records().stream()
                .map(r -> r.record().toString().replaceAll("\\s+", " "))
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String told(FakeDns dns, Read read, Question... questions) {
        ZoneProvider place = FakeServerZone.of(dns, read);
        var failure = assertThrows(Failure.class, () -> place.read(List.of(questions)));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        return String.valueOf(failure.getMessage()).replace(place.description(), "SERVER");
    }

    @Test
    void what_was_transferred_to_find_a_mesh_is_the_basis_of_the_first_plan_only()
            throws IOException {
        FakePrimary primary = primary();
        try (var dns = FakeDns.start(primary)) {
            ZoneProvider place = FakeServerZone.of(dns, Read.ANY);
            var found = place.answers(List.of(LIST), ReadingBudget.of(FakeServerZone.CLOCK));
            assertEquals("7", found.version());
            assertSame(found, place.read(List.of(LIST)));
            assertEquals(1, transfers(dns));
            primary.put(FakeDns.record("new.example.com 300 TXT new"));
            place.answers(List.of(LIST), ReadingBudget.of(FakeServerZone.CLOCK));
            assertEquals("8", place.read(List.of(LIST)).version());
            assertEquals(3, transfers(dns));
        }
    }

    private static long transfers(FakeDns dns) {
        return dns.queries().stream().filter(query -> query.contains("XFR")).count();
    }

    /** Changes the zone after a first reading, and returns what the second one asked. */
    private static String askedAgain(FakeDns dns, FakePrimary primary) {
        ZoneProvider place = FakeServerZone.of(dns, Read.ANY);
        var first = place.read(List.of(LIST));
        var plan = PlanText.plan(first, List.of("new 300 A 192.0.2.77", "_wireguard.node-a A"));
        assertInstanceOf(ZoneProvider.Outcome.Committed.class, place.commit(first, plan));
        primary.put(FakeDns.record("other.example.com 300 TXT other"));
        int before = dns.queries().size();
        var second = place.read(List.of(LIST));
        var asked = dns.queries().subList(before, dns.queries().size());
        var fresh = FakeServerZone.of(dns, Read.ANY).read(List.of(LIST));
        assertEquals(shown(fresh.zone()), shown(second.zone()));
        assertEquals(fresh.version(), second.version());
        assertTrue(second.isComplete());
        return String.join(", ", asked);
    }

    @Test
    void a_zone_that_was_transferred_is_brought_up_to_date_by_its_changes() throws IOException {
        FakePrimary primary = primary();
        try (var dns = FakeDns.start(primary)) {
            assertEquals("tcp example.com. IXFR", askedAgain(dns, primary));
        }
    }

    @Test
    void a_server_without_a_record_of_the_changes_sends_the_zone_again() throws IOException {
        FakePrimary primary = primary();
        primary.forgetHistory();
        try (var dns = FakeDns.start(primary)) {
            assertEquals("tcp example.com. IXFR", askedAgain(dns, primary));
        }
    }

    @Test
    void a_server_that_cannot_send_changes_is_asked_for_the_zone() throws IOException {
        FakePrimary primary = primary();
        FakeDns.Script script =
                (query, tcp) ->
                        query.getQuestion().getType() == Type.IXFR
                                ? new Reaction.Send(
                                        FakeDns.reply(query, Rcode.NOTIMP, List.of()).toWire())
                                : primary.respond(query, tcp);
        try (var dns = FakeDns.start(script)) {
            assertEquals("tcp example.com. IXFR, tcp example.com. AXFR", askedAgain(dns, primary));
        }
    }

    @Test
    void a_server_that_says_after_an_update_that_nothing_changed_is_asked_for_the_zone()
            throws IOException {
        FakePrimary primary = primary();
        FakeDns.Script script =
                (query, tcp) ->
                        query.getQuestion().getType() == Type.IXFR
                                ? new Reaction.Send(
                                        FakeDns.reply(query, Rcode.NOERROR, List.of(SOA)).toWire())
                                : primary.respond(query, tcp);
        try (var dns = FakeDns.start(script)) {
            assertEquals("tcp example.com. IXFR, tcp example.com. AXFR", askedAgain(dns, primary));
        }
    }

    @Test
    void a_transfer_gives_every_record_once() throws IOException {
        try (var dns = FakeDns.start(primary())) {
            for (Read read : List.of(Read.ANY, Read.TRANSFER)) {
                var reading = FakeServerZone.of(dns, read).read(List.of());
                assertTrue(reading.isComplete());
                assertEquals("7", reading.version());
                assertEquals(
                        shown(
                                new ZoneContents(
                                        reading.zone().apex(),
                                        "",
                                        FakeServerZone.RECORDS.stream()
                                                .map(ZoneRecord::of)
                                                .toList(),
                                        List.of())),
                        shown(reading.zone()));
            }
        }
    }

    @Test
    void a_transfer_cut_anywhere_is_not_a_reading() throws IOException {
        FakePrimary primary = primary();
        try (var dns = FakeDns.start(primary)) {
            var told = new TreeSet<String>();
            for (int octets = 1; octets < 500; octets += 7) {
                primary.cutTransfersBy(octets);
                told.add(told(dns, Read.ANY).replaceFirst("\\d+ records", "SOME records"));
            }
            assertEquals(
                    List.of(
                            "SERVER: broke off the transfer of example.com after SOME records:"
                                    + " closed the connection without an answer; try again,"
                                    + " and see the server's log",
                            "SERVER: closed the connection without an answer; see the"
                                    + " server's log and its limit of TCP clients"),
                    List.copyOf(told));
        }
    }

    @Test
    void a_server_that_refuses_transfers_is_asked_and_not_for_a_transfer_again()
            throws IOException {
        FakePrimary primary = primary();
        for (int rcode : new int[] {Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTIMP}) {
            try (var dns =
                    FakeDns.start((query, tcp) ->
                            query.getQuestion().getType() == Type.AXFR
                                    ? new Reaction.Send(
                                            FakeDns.reply(query, rcode, List.of()).toWire())
                                    : primary.respond(query, tcp))) {
                ZoneProvider place = FakeServerZone.of(dns, Read.ANY);
                for (int times = 0; times < 2; times++) {
                    var reading = place.read(List.of(LIST));
                    assertFalse(reading.isComplete());
                    assertEquals("7", reading.version());
                    assertEquals(2, reading.zone().rrset(LIST).orElseThrow().records().size());
                }
                assertEquals(
                        List.of(
                                "tcp example.com. AXFR",
                                "tcp example.com. SOA",
                                "tcp _p2p.example.com. TXT",
                                "tcp example.com. SOA",
                                "tcp example.com. SOA",
                                "tcp _p2p.example.com. TXT",
                                "tcp example.com. SOA"),
                        dns.queries());
                assertEquals(
                        "SERVER: refuses to transfer example.com ("
                                + Rcode.string(rcode)
                                + "); give a key that the server knows: --tsig-key-file"
                                + " FILE, or read it"
                                + " question by question",
                        told(dns, Read.TRANSFER));
            }
        }
    }

    @Test
    void many_questions_go_over_one_connection() throws IOException {
        try (var dns = FakeDns.start(primary())) {
            var questions = new ArrayList<Question>();
            IntStream.range(0, 1000)
                    .forEach(i -> questions.add(Question.of("n" + i + ".example.com", Type.A)));
            questions.add(LIST);
            var reading = FakeServerZone.of(dns, Read.ASK).read(questions);
            assertEquals(3, reading.zone().records().size());
            assertEquals(1003, dns.queries().size());
            assertEquals(1, dns.connectionCount());
        }
    }

    @Test
    void a_server_that_takes_one_question_a_connection_is_asked_so() throws IOException {
        FakePrimary primary = primary();
        try (var dns =
                FakeDns.start((query, tcp) -> {
                    byte[] octets = ((Reaction.Send) primary.respond(query, tcp)).octets();
                    byte[] whole = new byte[octets.length + 2];
                    whole[0] = (byte) (octets.length >> 8);
                    whole[1] = (byte) octets.length;
                    System.arraycopy(octets, 0, whole, 2, octets.length);
                    return new Reaction.Close(whole);
                })) {
            var reading =
                    FakeServerZone.of(dns, Read.ASK)
                            .read(List.of(LIST, Question.of("ns1.example.com", Type.A)));
            assertEquals(4, reading.zone().records().size());
        }
    }

    @Test
    void questions_are_asked_again_until_all_are_answered_of_one_state() throws IOException {
        Question revision = Question.of("_revision._p2p.example.com", Type.TXT);
        FakePrimary primary = primary();
        var others = new AtomicInteger(3);
        try (var dns =
                FakeDns.start((query, tcp) -> {
                    Reaction reaction = primary.respond(query, tcp);
                    if (query.getQuestion().getType() == Type.TXT && others.getAndDecrement() > 0) {
                        primary.put(PlanText.record("_p2p 600 TXT \"x" + others + "\""));
                    }
                    return reaction;
                })) {
            var reading = FakeServerZone.of(dns, Read.ASK).read(List.of(LIST, revision));
            assertEquals("10", reading.version());
            assertEquals(5, reading.zone().rrset(LIST).orElseThrow().records().size());
            others.set(1000);
            assertEquals(
                    "SERVER: changed example.com each of the 20 times it was read; try again"
                            + " when fewer clients write to the zone, or allow the key to"
                            + " transfer the zone",
                    told(dns, Read.ASK, LIST));
        }
    }

    @Test
    void what_an_alias_leads_to_is_kept_within_the_zone() throws IOException {
        Question asked = Question.of("x.example.com", Type.A);
        try (var dns =
                FakeDns.start((query, _) ->
                        answer(
                                query,
                                Rcode.NOERROR,
                                List.of(
                                        "x.example.com 60 CNAME Y.example.com.",
                                        "Y.example.com 60 CNAME z.example.net.",
                                        "z.example.net 60 A 192.0.2.1")))) {
            ZoneContents zone = FakeServerZone.of(dns, Read.ASK).read(List.of(asked)).zone();
            assertEquals(
                    """
                    Y.example.com. 60 IN CNAME z.example.net.
                    example.com. 300 IN SOA ns1.example.com. hostmaster.example.com. 7 3600 600\
                     604800 300
                    x.example.com. 60 IN CNAME Y.example.com.
                    """,
                    shown(zone));
            assertInstanceOf(ZoneAnswer.Cname.class, zone.answer(asked));
        }
    }

    @Test
    void an_alias_that_a_dname_makes_is_no_record_of_the_zone() throws IOException {
        List<String> answer =
                List.of(
                        "old.example.com 300 DNAME new.example.com.",
                        "_wireguard.a.old.example.com 300 CNAME _wireguard.a.new.example.com.",
                        "_wireguard.a.new.example.com 300 TXT key");
        try (var dns = FakeDns.start((q, _) -> answer(q, Rcode.NOERROR, answer))) {
            var asked = List.of(Question.of("_wireguard.a.old.example.com", Type.TXT));
            ZoneContents zone = FakeServerZone.of(dns, Read.ASK).read(asked).zone();
            assertEquals(
                    """
                    _wireguard.a.new.example.com. 300 IN TXT key
                    example.com. 300 IN SOA ns1.example.com. hostmaster.example.com. 7 3600 600 604800 300
                    old.example.com. 300 IN DNAME new.example.com.
                    """,
                    shown(zone));
        }
    }

    @Test
    void a_referral_is_a_delegation() throws IOException {
        Question asked = Question.of("x.child.example.com", Type.A);
        try (var dns =
                FakeDns.start((query, _) ->
                        answer(
                                query,
                                Rcode.NOERROR,
                                List.of(),
                                "child.example.com 60 NS ns.example.net."))) {
            ZoneContents zone = FakeServerZone.of(dns, Read.ASK).read(List.of(asked)).zone();
            assertInstanceOf(ZoneAnswer.Delegation.class, zone.answer(asked));
        }
    }

    @Test
    void what_does_not_exist_is_absent() throws IOException {
        try (var dns = FakeDns.start((query, _) -> answer(query, Rcode.NXDOMAIN, List.of()))) {
            assertEquals(
                    Optional.empty(),
                    FakeServerZone.of(dns, Read.ASK).read(List.of(LIST)).zone().rrset(LIST));
        }
    }

    @Test
    void every_question_without_an_answer_is_reported() throws IOException {
        Question other = Question.of("x.example.com", Type.A);
        try (var dns = FakeDns.start((query, _) -> answer(query, Rcode.SERVFAIL, List.of()))) {
            // The SOA, which is asked first, has an answer.
            String said =
                    ": SERVER cannot answer for example.com (SERVFAIL); see the server's"
                            + " log: the zone may"
                            + " not have loaded, or hold more than 100 records in an RRset";
            assertEquals(
                    "_p2p.example.com TXT" + said + "\nx.example.com A" + said,
                    told(dns, Read.ASK, LIST, other));
        }
    }

    @Test
    void an_answer_of_no_authority_is_none() throws IOException {
        try (var dns =
                FakeDns.start((query, _) ->
                        new Reaction.Send(
                                FakeDns.reply(query, Rcode.NOERROR, List.of(SOA)).toWire()))) {
            assertEquals(
                    "example.com SOA: SERVER answers without authority for the zone; name the"
                            + " zone's primary with --server",
                    told(dns, Read.ASK));
            assertEquals(
                    dns.address().toString().substring(1)
                            + ": answers for example.com without authority for it; name the zone's"
                            + " primary with --server",
                    assertThrows(Failure.class, () -> FakeServerZone.of(dns)).getMessage());
        }
    }

    @Test
    void garbage_and_answers_to_something_else_are_none() throws IOException {
        try (var dns = FakeDns.start((_, _) -> new Reaction.Send(new byte[] {1, 2, 3}))) {
            assertEquals(
                    "SERVER: sent an answer that matches no question; check what listens at"
                            + " that address",
                    told(dns, Read.ASK));
        }
        try (var dns =
                FakeDns.start((query, _) -> {
                    byte[] octets = FakeDns.reply(query, 0, List.of(SOA)).toWire();
                    octets[7] = 9;
                    return new Reaction.Send(octets);
                })) {
            assertEquals(
                    "SERVER: sent an answer that cannot be read; check what listens at that"
                            + " address",
                    told(dns, Read.ASK));
        }
    }

    @Test
    void a_server_that_is_silent_is_reported_once_for_all_questions() throws IOException {
        try (var dns = FakeDns.start((_, _) -> new Reaction.Silence())) {
            ZoneProvider place = FakeServerZone.impatient(dns);
            assertEquals(
                    place.description()
                            + ": did not answer within 0.3 s; check that the server runs and"
                            + " that this host reaches it over TCP, or name another:"
                            + " --server HOST",
                    assertThrows(
                                    Failure.class,
                                    () ->
                                            place.read(
                                                    List.of(
                                                            LIST,
                                                            Question.of("x.example.com", Type.A))))
                            .getMessage());
        }
    }

    @Test
    void an_answer_without_a_valid_signature_is_not_believed() throws IOException {
        try (var dns = FakeDns.start(primary())) {
            for (Read read : List.of(Read.ASK, Read.TRANSFER)) {
                var place = new ServerAccess(dns.address(), Optional.of(TestKey.KNOWN.key()), read);
                var server =
                        new DnsClient(place, RandomGenerator.getDefault(), FakeServerZone.CLOCK);
                var provider =
                        new ServerProvider(
                                server, Question.name("example.com"), FakeServerZone.CLOCK);
                var failure = assertThrows(Failure.class, () -> provider.read(List.of()));
                assertEquals(
                        place.shown()
                                + ": sent an answer without a valid signature to a request"
                                + " signed with the key wg-mesh (hmac-sha256); the"
                                + " answer was ignored: check what listens"
                                + " at that address, and what"
                                + " changes messages on the way",
                        failure.getMessage());
            }
        }
    }

    @Test
    void an_answer_signed_with_another_secret_is_not_believed() throws IOException {
        FakePrimary primary = primary();
        try (var dns =
                FakeDns.start((query, tcp) -> {
                    var reply = new Message(((Reaction.Send) primary.respond(query, tcp)).octets());
                    reply.setTSIG(
                            TestKey.OTHER_SECRET.key().signer(FakeServerZone.CLOCK),
                            Rcode.NOERROR,
                            query.getTSIG());
                    return new Reaction.Send(reply.toWire(65535));
                })) {
            var place = new ServerAccess(dns.address(), Optional.of(TestKey.KNOWN.key()), Read.ASK);
            var server = new DnsClient(place, RandomGenerator.getDefault(), FakeServerZone.CLOCK);
            var failure = assertThrows(Failure.class, () -> ApexSearch.find(server, LIST.owner()));
            assertEquals(
                    place.shown()
                            + ": sent an answer with an invalid signature of the key wg-mesh"
                            + " (hmac-sha256); the answer was ignored: check that the server"
                            + " has the same secret, and what changes messages on the way",
                    failure.getMessage());
        }
    }

    @Test
    void a_server_that_drips_octets_is_waited_for_no_longer_than_a_message_may_take()
            throws Exception {
        try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> drip(listener));
            var server =
                    new DnsClient(
                            new ServerAccess(
                                    (InetSocketAddress) listener.getLocalSocketAddress(),
                                    Optional.empty(),
                                    ServerAccess.Read.ASK),
                            Duration.ofMillis(200),
                            RandomGenerator.getDefault(),
                            InstantSource.system());
            var asking = Thread.startVirtualThread(() -> ask(server));
            assertTrue(asking.join(Duration.ofSeconds(20)));
        }
    }

    private static void ask(DnsClient server) {
        var place = new ServerProvider(server, Question.name("example.com"), Clock.systemUTC());
        assertThrows(Failure.class, () -> place.read(List.of()));
    }

    /** Says the length of a long message, then an octet now and then, to the first few clients. */
    private static void drip(ServerSocket listener) {
        for (int client = 0; client < 20; client++) {
            try (var socket = listener.accept()) {
                var out = socket.getOutputStream();
                for (int octet = 0; octet < 200; octet++) {
                    out.write(255);
                    out.flush();
                    Thread.sleep(100);
                }
            } catch (IOException | InterruptedException _) {
                // The client has gone, or the test is over.
            }
        }
    }

    @Test
    void the_root_is_in_no_zone_of_a_server() throws Exception {
        var primary =
                new FakePrimary(FakeServerZone.RECORDS, _ -> FakePrimary.UpdateBehaviour.WORKS);
        try (var dns = FakeDns.start(primary)) {
            assertEquals(Optional.empty(), FakeServerZone.search(dns).findZoneFor(Name.root));
        }
    }
}
