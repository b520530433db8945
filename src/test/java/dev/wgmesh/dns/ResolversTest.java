package dev.wgmesh.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.testing.dns.FakeDns;
import dev.wgmesh.testing.dns.FakeDns.Reaction;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

@Timeout(60)
class ResolversTest {
    private static final int MANY = 2000;
    private static final Question LIST = Question.of("_p2p.example.com", Type.TXT);
    private static final String SOA =
            "example.com 600 SOA ns1.example.com. hostmaster.example.com. 1 3600 900 86400 60";

    @Test
    void an_existing_record_is_found_with_its_ttl() throws IOException {
        try (var server =
                FakeDns.start((q, _) ->
                        ok(q, "_p2p.example.com 300 TXT a", "_P2P.example.com 200 TXT b"))) {
            assertEquals(
                    "Found 200 _p2p.example.com. 300 IN TXT a | _p2p.example.com. 200 IN TXT b",
                    ask(server));
        }
    }

    @Test
    void a_name_that_does_not_exist_is_absent_for_the_time_of_its_soa() throws IOException {
        try (var server =
                FakeDns.start((q, _) -> say(FakeDns.reply(q, Rcode.NXDOMAIN, List.of(), SOA)))) {
            assertEquals("Absent 60", ask(server));
        }
    }

    @Test
    void a_type_that_does_not_exist_is_absent_for_the_time_of_its_soa() throws IOException {
        try (var server =
                FakeDns.start((q, _) ->
                        say(
                                FakeDns.reply(
                                        q,
                                        Rcode.NOERROR,
                                        List.of(),
                                        SOA.replace(" 600 ", " 30 "))))) {
            assertEquals("Absent 30", ask(server));
        }
    }

    @Test
    void an_absence_without_soa_is_not_believed_for_long() throws IOException {
        try (var server =
                FakeDns.start((q, _) -> say(FakeDns.reply(q, Rcode.NXDOMAIN, List.of())))) {
            assertEquals("Absent 0", ask(server));
        }
    }

    @Test
    void an_empty_answer_of_a_server_that_is_no_authority_and_no_resolver_says_nothing()
            throws IOException {
        try (var lame = FakeDns.start((q, _) -> empty(q));
                var right = FakeDns.start((q, _) -> ok(q, "_p2p.example.com 300 TXT a"))) {
            assertEquals(
                    "Failed _p2p.example.com TXT: SERVER returned an empty answer without authority"
                            + " for the name and without recursion; give a recursive resolver, or a"
                            + " server of the zone, with --resolver",
                    ask(lame));
            assertEquals("Found 300 _p2p.example.com. 300 IN TXT a", ask(lame, right));
        }
        for (int flag : List.of((int) Flags.AA, (int) Flags.RA)) {
            try (var server = FakeDns.start((q, _) -> empty(q, flag))) {
                assertEquals("Absent 0", ask(server));
            }
        }
    }

    @Test
    void aliases_in_the_answer_are_followed_and_their_ttl_counts() throws IOException {
        try (var server =
                FakeDns.start((q, _) ->
                        ok(
                                q,
                                "_p2p.example.com 300 CNAME x.example.com.",
                                "x.example.com 20 CNAME y.example.com.",
                                "y.example.com 100 TXT a"))) {
            assertEquals("Found 20 y.example.com. 100 IN TXT a", ask(server));
        }
    }

    @Test
    void a_redirected_name_has_the_ttl_of_its_dname() throws IOException {
        try (var server =
                FakeDns.start((q, _) ->
                        ok(
                                q,
                                "example.com 70 DNAME example.net.",
                                "_p2p.example.com 0 CNAME _p2p.example.net.",
                                "_p2p.example.net 100 TXT a"))) {
            assertEquals("Found 70 _p2p.example.net. 100 IN TXT a", ask(server));
        }
    }

    @Test
    void an_alias_that_comes_alone_is_asked_for_again() throws IOException {
        try (var server =
                FakeDns.start((q, _) ->
                        q.getQuestion().getName().equals(LIST.owner())
                                ? ok(q, "_p2p.example.com 20 CNAME y.example.net.")
                                : ok(q, "y.example.net 100 TXT a"))) {
            assertEquals("Found 20 y.example.net. 100 IN TXT a", ask(server));
            assertEquals(
                    List.of("udp _p2p.example.com. TXT", "udp y.example.net. TXT"),
                    server.queries());
        }
    }

    @Test
    void an_alias_that_leads_nowhere_is_absent() throws IOException {
        try (var server =
                FakeDns.start((q, _) ->
                        say(
                                FakeDns.reply(
                                        q,
                                        Rcode.NXDOMAIN,
                                        List.of("_p2p.example.com 20 CNAME y.example.com."),
                                        SOA)))) {
            assertEquals("Absent 20", ask(server));
        }
    }

    @Test
    void a_loop_of_aliases_fails_whether_returned_at_once_or_one_by_one() throws IOException {
        String loop =
                "Failed _p2p.example.com TXT: SERVER returned more than 8 aliases in a row (probably a CNAME loop); point the first alias directly at the owner of the"
                        + " records";
        try (var server =
                FakeDns.start((q, _) ->
                        ok(
                                q,
                                "_p2p.example.com 20 CNAME y.example.com.",
                                "y.example.com 20 CNAME _p2p.example.com."))) {
            assertEquals(loop, ask(server));
        }
        try (var server =
                FakeDns.start((q, _) ->
                        q.getQuestion().getName().equals(LIST.owner())
                                ? ok(q, "_p2p.example.com 20 CNAME y.example.com.")
                                : ok(q, "y.example.com 20 CNAME _p2p.example.com."))) {
            assertEquals(
                    loop.replace("TXT: ", "TXT: is an alias of _p2p.example.com: ")
                            .replace("is an alias of _p2p.example.com: ", ""),
                    ask(server));
        }
    }

    @Test
    void servfail_and_refused_are_failures_that_name_the_server() throws IOException {
        try (var server =
                FakeDns.start((q, _) -> say(FakeDns.reply(q, Rcode.SERVFAIL, List.of())))) {
            assertEquals(
                    "Failed _p2p.example.com TXT: SERVER answered SERVFAIL; check the server's"
                            + " log: the zone may have failed to load, have more than 100 records"
                            + " at one name, or fail DNSSEC validation",
                    ask(server));
            assertEquals(1, server.queries().size());
        }
        try (var server =
                FakeDns.start((q, _) -> say(FakeDns.reply(q, Rcode.REFUSED, List.of())))) {
            assertEquals(
                    "Failed _p2p.example.com TXT: SERVER answered REFUSED; allow this host to"
                            + " query the zone on that server, or choose another server with"
                            + " --resolver",
                    ask(server));
        }
    }

    @Test
    void the_next_server_is_asked_where_one_fails() throws IOException {
        try (var broken =
                        FakeDns.start((q, _) -> say(FakeDns.reply(q, Rcode.SERVFAIL, List.of())));
                var silent = FakeDns.start((_, _) -> new Reaction.Silence());
                var good = FakeDns.start((q, _) -> ok(q, "_p2p.example.com 300 TXT a"))) {
            assertEquals("Found 300 _p2p.example.com. 300 IN TXT a", ask(broken, silent, good));
            assertEquals(
                    "Failed _p2p.example.com TXT: SERVER answered SERVFAIL; SERVER did not answer"
                            + " within 0.3 s; check that the server runs and this host can reach"
                            + " it, or choose another server with --resolver",
                    ask(broken, silent));
        }
    }

    @Test
    void a_lost_packet_is_sent_again() throws IOException {
        var count = new AtomicInteger();
        try (var server =
                FakeDns.start((q, _) ->
                        count.getAndIncrement() == 0
                                ? new Reaction.Silence()
                                : ok(q, "_p2p.example.com 300 TXT a"))) {
            assertEquals("Found 300 _p2p.example.com. 300 IN TXT a", ask(server));
        }
    }

    @Test
    void a_server_that_never_answers_is_a_failure_in_bounded_time() throws IOException {
        try (var server = FakeDns.start((_, _) -> new Reaction.Silence())) {
            assertEquals(
                    "Failed _p2p.example.com TXT: SERVER did not answer within 0.3 s, 2 times;"
                            + " check that the server runs and this host can reach it, or choose"
                            + " another server with --resolver",
                    ask(server));
            List<Question> many =
                    IntStream.range(0, 5000)
                            .mapToObj(i -> Question.of("n" + i + ".example.com", Type.A))
                            .toList();
            Map<Question, DnsAnswer<RRset>> answers = resolvers(server).query(many);
            assertEquals(5000, answers.size());
            assertTrue(answers.values().stream().allMatch(DnsAnswer::isFailed));
            assertTrue(
                    server.queries().size() < 100,
                    server.queries().size() + " queries to a dead server");
        }
    }

    @Test
    void a_closed_port_is_reported_at_once() throws IOException {
        FakeDns gone = FakeDns.start((_, _) -> new Reaction.Silence());
        gone.close();
        assertEquals(
                "Failed _p2p.example.com TXT: SERVER cannot be reached (nothing listens on that"
                        + " port), 2 times; start the server, or choose another server with"
                        + " --resolver",
                ask(new QueryLimits(Duration.ofSeconds(20), 32), gone));
    }

    @Test
    void an_answer_with_another_id_or_question_is_not_taken() throws IOException {
        try (var server =
                FakeDns.start((q, _) -> {
                    Message reply =
                            FakeDns.reply(
                                    q, Rcode.NOERROR, List.of("_p2p.example.com 300 TXT forged"));
                    reply.getHeader().setID(q.getHeader().getID() ^ 1);
                    return say(reply);
                })) {
            assertEquals(
                    "Failed _p2p.example.com TXT: SERVER did not answer within 0.3 s (1 unrelated"
                            + " packets ignored), 2 times; check that the server runs and this"
                            + " host can reach it, or choose another server with --resolver",
                    ask(server));
        }
        try (var server =
                FakeDns.start((q, _) -> {
                    Message other =
                            Message.newQuery(FakeDns.record("other.example.com 0 A 192.0.2.1"));
                    other.getHeader().setID(q.getHeader().getID());
                    return say(
                            FakeDns.reply(
                                    other,
                                    Rcode.NOERROR,
                                    List.of("_p2p.example.com 300 TXT forged")));
                })) {
            assertTrue(ask(server).contains("unrelated packets ignored"), ask(server));
        }
    }

    @Test
    void garbage_is_a_failure() throws IOException {
        try (var server =
                FakeDns.start((q, _) -> {
                    byte[] octets =
                            FakeDns.reply(q, Rcode.NOERROR, List.of("_p2p.example.com 300 TXT a"))
                                    .toWire();
                    return new Reaction.Send(java.util.Arrays.copyOf(octets, octets.length - 3));
                })) {
            assertEquals(
                    "Failed _p2p.example.com TXT: SERVER sent an answer that cannot be parsed;"
                            + " check which program listens at that address, or choose another"
                            + " server with --resolver",
                    ask(server));
        }
        try (var server = FakeDns.start((_, _) -> new Reaction.Send(new byte[] {1, 2, 3}))) {
            assertTrue(ask(server).contains("unrelated packets ignored"));
        }
    }

    @Test
    void an_answer_about_something_else_or_a_referral_says_nothing() throws IOException {
        try (var server = FakeDns.start((q, _) -> ok(q, "www.example.com 300 TXT a"))) {
            assertEquals(
                    "Failed _p2p.example.com TXT: SERVER sent an answer to another question;"
                            + " check which program listens at that address, or choose another"
                            + " server with --resolver",
                    ask(server));
        }
        try (var server =
                FakeDns.start((q, _) ->
                        say(
                                FakeDns.reply(
                                        q,
                                        Rcode.NOERROR,
                                        List.of(),
                                        "example.com 300 NS ns1.example.com.")))) {
            assertEquals(
                    "Failed _p2p.example.com TXT: SERVER returned a referral to other servers;"
                            + " give a recursive resolver, or a server of the zone, with"
                            + " --resolver",
                    ask(server));
        }
    }

    @Test
    void an_answer_too_long_for_udp_comes_over_tcp() throws IOException {
        try (var server =
                FakeDns.start(
                        (q, tcp) -> tcp ? ok(q, "_p2p.example.com 300 TXT a") : truncated(q))) {
            assertEquals("Found 300 _p2p.example.com. 300 IN TXT a", ask(server));
            assertEquals(
                    List.of("udp _p2p.example.com. TXT", "tcp _p2p.example.com. TXT"),
                    server.queries());
        }
    }

    @Test
    void a_server_that_always_truncates_is_a_failure() throws IOException {
        try (var server = FakeDns.start((q, _) -> truncated(q))) {
            assertEquals(
                    "Failed _p2p.example.com TXT: SERVER truncated its answer over TCP; split the"
                            + " RRset, or choose another server with --resolver",
                    ask(server));
        }
    }

    @Test
    void a_connection_closed_in_the_middle_of_an_answer_is_a_failure() throws IOException {
        try (var server =
                FakeDns.start((q, tcp) ->
                        tcp ? new Reaction.Close(new byte[] {0, 100, 1, 2}) : truncated(q))) {
            assertEquals(
                    "Failed _p2p.example.com TXT: SERVER closed the TCP connection without an"
                            + " answer, 2 times; check the server's log and its limit of TCP"
                            + " clients, or choose another server with --resolver",
                    ask(server));
        }
    }

    @Test
    void a_server_silent_over_tcp_is_a_failure() throws IOException {
        try (var server = FakeDns.start((q, tcp) -> tcp ? new Reaction.Silence() : truncated(q))) {
            assertEquals(
                    "Failed _p2p.example.com TXT: SERVER truncated its answer over UDP and did not"
                            + " answer over TCP within 0.3 s, 2 times; allow TCP to that port (RFC"
                            + " 7766), or choose another server with --resolver",
                    ask(server));
        }
    }

    @Test
    void a_server_that_refuses_tcp_is_a_failure() throws Exception {
        try (var udp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.ofVirtual().start(() -> truncateAll(udp));
            var address = (InetSocketAddress) udp.getLocalSocketAddress();
            DnsAnswer<RRset> answer =
                    new Resolvers(
                                    List.of(new NameServer(address)),
                                    new QueryLimits(Duration.ofMillis(300), 32),
                                    new SecureRandom(),
                                    InstantSource.system())
                            .query(List.of(LIST))
                            .get(LIST);
            assertEquals(
                    "SERVER truncated its answer over UDP and cannot be reached over TCP"
                            + " (Connection refused), 2 times",
                    Objects.requireNonNull(answer)
                            .failure()
                            .orElseThrow()
                            .what()
                            .replaceFirst("127\\.0\\.0\\.1:[0-9]+", "SERVER"));
            udp.close();
            server.join();
        }
    }

    private static void truncateAll(DatagramSocket udp) {
        var packet = new DatagramPacket(new byte[512], 512);
        while (!udp.isClosed()) {
            try {
                udp.receive(packet);
                var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                Message reply = FakeDns.reply(query, Rcode.NOERROR, List.of());
                reply.getHeader().setFlag(Flags.TC);
                byte[] octets = reply.toWire();
                udp.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
            } catch (IOException _) {
                // closed
            }
        }
    }

    @Test
    void a_server_that_closes_each_connection_after_one_answer_loses_none() throws IOException {
        try (var server =
                FakeDns.start((q, tcp) -> {
                    if (!tcp) {
                        return truncated(q);
                    }
                    byte[] octets = FakeDns.reply(q, Rcode.NXDOMAIN, List.of(), SOA).toWire();
                    byte[] framed = new byte[2 + octets.length];
                    framed[1] = (byte) octets.length;
                    System.arraycopy(octets, 0, framed, 2, octets.length);
                    return new Reaction.Close(framed);
                })) {
            List<Question> many =
                    IntStream.range(0, 100)
                            .mapToObj(i -> Question.of("n" + i + ".example.com", Type.A))
                            .toList();
            Map<Question, DnsAnswer<RRset>> answers = resolvers(server).query(many);
            assertEquals(List.of(), answers.values().stream().filter(a -> !a.isAbsent()).toList());
        }
    }

    @Test
    void a_server_without_edns_is_asked_without() throws IOException {
        for (int rcode : List.of(Rcode.FORMERR, Rcode.NOTIMP, Rcode.BADVERS)) {
            try (var server =
                    FakeDns.start((q, _) -> {
                        if (q.getOPT() == null) {
                            return ok(q, "_p2p.example.com 300 TXT a");
                        }
                        var rejection = new Message(q.getHeader().getID());
                        rejection.getHeader().setFlag(Flags.QR);
                        rejection.getHeader().setRcode(rcode & 0xf);
                        if (rcode > 0xf) {
                            rejection.addRecord(
                                    new OPTRecord(1232, rcode >> 4, 0), Section.ADDITIONAL);
                        }
                        return say(rejection);
                    })) {
                assertEquals("Found 300 _p2p.example.com. 300 IN TXT a", ask(server));
            }
        }
    }

    @Test
    void an_interrupted_call_ends_at_once_and_stays_interrupted() throws Exception {
        try (var server = FakeDns.start((_, _) -> new Reaction.Silence())) {
            var said = new java.util.concurrent.CompletableFuture<String>();
            Thread asking =
                    Thread.ofPlatform()
                            .start(() -> {
                                String answer =
                                        ask(new QueryLimits(Duration.ofSeconds(20), 32), server);
                                said.complete(
                                        Thread.currentThread().isInterrupted() + " " + answer);
                            });
            while (server.queries().isEmpty()) {
                Thread.sleep(10);
            }
            asking.interrupt();
            assertEquals(
                    "true Failed _p2p.example.com TXT: interrupted",
                    said.get(5, java.util.concurrent.TimeUnit.SECONDS));
        }
    }

    @Test
    void no_socket_outlives_a_call() throws IOException {
        try (var server =
                FakeDns.start((q, tcp) ->
                        tcp
                                ? new Reaction.Silence()
                                : q.getQuestion().getName().toString().startsWith("n1")
                                        ? new Reaction.Silence()
                                        : truncated(q))) {
            List<Question> many =
                    IntStream.range(0, 40)
                            .mapToObj(i -> Question.of("n" + i + ".example.com", Type.A))
                            .toList();
            resolvers(server).query(many);
            long before = openFiles();
            resolvers(server).query(many);
            assertEquals(before, openFiles(), 4);
        }
    }

    @Test
    void many_questions_to_an_authoritative_server_share_one_connection() throws IOException {
        try (var server = FakeDns.start((q, _) -> authoritative(q))) {
            askMany(server);
            assertEquals(1, server.connectionCount());
            assertTrue(overUdp(server) < MANY / 2, overUdp(server) + " questions over UDP");
        }
    }

    @Test
    void many_questions_to_a_resolver_have_a_port_each() throws IOException {
        try (var server =
                FakeDns.start((q, _) -> ok(q, q.getQuestion().getName() + " 1 A 192.0.2.1"))) {
            askMany(server);
            assertEquals(MANY, overUdp(server));
            assertEquals(0, server.connectionCount());
        }
    }

    @Test
    void an_authoritative_server_that_is_silent_over_tcp_is_asked_over_udp() throws IOException {
        try (var server =
                FakeDns.start((q, tcp) -> tcp ? new Reaction.Silence() : authoritative(q))) {
            askMany(server);
            assertTrue(overUdp(server) >= MANY, overUdp(server) + " questions over UDP");
        }
    }

    @Test
    void an_authoritative_server_that_resets_connections_is_asked_over_udp() throws IOException {
        try (var server =
                FakeDns.start((q, tcp) -> tcp ? new Reaction.Reset() : authoritative(q))) {
            askMany(server);
            assertEquals(MANY, overUdp(server));
        }
    }

    private static void askMany(FakeDns server) {
        List<Question> many =
                IntStream.range(0, MANY)
                        .mapToObj(i -> Question.of("n" + i + ".example.com", Type.A))
                        .toList();
        Map<Question, DnsAnswer<RRset>> answers = resolvers(server).query(many);
        many.forEach(question ->
                assertTrue(
                        answers.get(question) instanceof DnsAnswer.Found<RRset>,
                        () -> String.valueOf(answers.get(question))));
    }

    private static long overUdp(FakeDns server) {
        return server.queries().stream()
                .filter(query -> query.startsWith("udp"))
                .distinct()
                .count();
    }

    private static Reaction authoritative(Message query) {
        Message reply =
                FakeDns.reply(
                        query,
                        Rcode.NOERROR,
                        List.of(query.getQuestion().getName() + " 1 A 192.0.2.1"));
        reply.getHeader().setFlag(Flags.AA);
        return say(reply);
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static Reaction ok(Message query, String... answer) {
        return say(FakeDns.reply(query, Rcode.NOERROR, List.of(answer)));
    }

    private static Reaction empty(Message query, int... flags) {
        Message reply = FakeDns.reply(query, Rcode.NOERROR, List.of());
        reply.getHeader().unsetFlag(Flags.RA);
        for (int flag : flags) {
            reply.getHeader().setFlag(flag);
        }
        return say(reply);
    }

    private static Reaction truncated(Message query) {
        Message reply = FakeDns.reply(query, Rcode.NOERROR, List.of());
        reply.getHeader().setFlag(Flags.TC);
        return say(reply);
    }

    private static Reaction say(Message reply) {
        return new Reaction.Send(reply.toWire());
    }

    private static Resolvers resolvers(FakeDns... servers) {
        return resolvers(new QueryLimits(Duration.ofMillis(300), 32), servers);
    }

    private static Resolvers resolvers(QueryLimits limits, FakeDns... servers) {
        return new Resolvers(
                Stream.of(servers).map(server -> new NameServer(server.address())).toList(),
                limits,
                new SecureRandom(),
                InstantSource.system());
    }

    private static String ask(FakeDns... servers) {
        return ask(new QueryLimits(Duration.ofMillis(300), 32), servers);
    }

    /** The answer about the list as one line. */
    private static String ask(QueryLimits limits, FakeDns... servers) {
        Resolvers resolvers = resolvers(limits, servers);
        DnsAnswer<RRset> answer = resolvers.query(List.of(LIST)).get(LIST);
        String text =
                switch (answer) {
                    case null -> "none";
                    case DnsAnswer.Found<RRset>(RRset set, Duration ttl) ->
                            "Found "
                                    + ttl.toSeconds()
                                    + " "
                                    + set.toString()
                                            .replaceAll("\\s*\n", " | ")
                                            .replaceAll("\\s+", " ");
                    case DnsAnswer.Absent<RRset>(Duration ttl) -> "Absent " + ttl.toSeconds();
                    case DnsAnswer.Failed<RRset>(var problem) -> "Failed " + problem;
                };
        return text.replaceAll("127\\.0\\.0\\.1:[0-9]+", "SERVER");
    }
}
