package dev.wgmesh.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.testing.dns.LargeMesh;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class RealServersIT {
    private static final MeshName MESH = new MeshName("_p2p.example.com");

    private static final String SMALL =
            LargeMesh.HEAD
                    + """
                    www IN CNAME ns1
                    out 20 IN CNAME www.example.net.
                    loop IN CNAME pool
                    pool IN CNAME loop
                    gone IN CNAME nothing
                    old IN DNAME new
                    a.new IN A 192.0.2.1
                    * IN TXT "wild"
                    """
                    + IntStream.rangeClosed(1, 90)
                            .mapToObj(i ->
                                    "many IN TXT \"node-%d.some-long-name.example.com\"\n"
                                            .formatted(i))
                            .collect(Collectors.joining());

    private static final Map<String, String> ZONES =
            Map.of("example.com", SMALL, "example.net", LargeMesh.HEAD + "www 50 IN A 192.0.2.2\n");

    @Test
    void a_thousand_members_in_twelve_lists_come_from_bind_without_a_lost_answer() {
        String zone = LargeMesh.zone(new Random(1), 1000, 12);
        try (var named = RealServer.named(Map.of("example.com", zone))) {
            assertMesh("named", named);
            try (var resolver = RealServer.namedBefore(named, List.of("example.com"))) {
                assertMesh("named as resolver, cold", resolver);
                assertMesh("named as resolver, warm", resolver);
            }
        }
    }

    @Test
    void a_thousand_members_in_twelve_lists_come_from_knot_without_a_lost_answer() {
        String zone = LargeMesh.zone(new Random(1), 1000, 12);
        try (var knotd = RealServer.knotd(Map.of("example.com", zone))) {
            assertMesh("knotd", knotd);
        }
    }

    private static void assertMesh(String what, RealServer server) {
        Instant begin = Instant.now();
        MeshReader.Reading reading = MeshReader.readWithAnswers(resolvers(server), MESH);
        long took = Duration.between(begin, Instant.now()).toMillis();
        int questions = reading.answers().asked().size();
        System.out.println(what + ": " + questions + " questions in " + took + " ms");
        assertEquals(List.of(), reading.mesh().problems());
        assertEquals(1000, reading.mesh().members().size());
        assertEquals(13, reading.mesh().lists().size());
        assertTrue(questions > 5000, questions + " questions");
        assertEquals(
                List.of(),
                reading.answers().asked().values().stream().filter(DnsAnswer::isFailed).toList());
    }

    @Test
    void bind_knot_and_a_resolver_say_the_same() {
        try (var named = RealServer.named(ZONES);
                var knotd = RealServer.knotd(ZONES);
                var resolver =
                        RealServer.namedBefore(named, List.of("example.com", "example.net"))) {
            for (RealServer server : List.of(named, knotd, resolver)) {
                assertAnswers(server);
            }
        }
    }

    private static void assertAnswers(RealServer server) {
        assertEquals("ns1.example.com. 127.0.0.1 300", said(server, "www.example.com", Type.A));
        assertEquals("www.example.net. 192.0.2.2 20", said(server, "out.example.com", Type.A));
        assertEquals("a.new.example.com. 192.0.2.1 300", said(server, "a.old.example.com", Type.A));
        assertEquals("any.example.com. wild 300", said(server, "any.example.com", Type.TXT));
        assertEquals("absent 60", said(server, "www.example.com", Type.AAAA));
        assertEquals("absent 60", said(server, "nothing.example.net", Type.A));
        assertEquals("failed", said(server, "loop.example.com", Type.A));
        Question many = Question.of("many.example.com", Type.TXT);
        DnsAnswer<RRset> answer = answer(server, many);
        assertEquals(90, answer.found().orElseThrow().records().size());
    }

    @Test
    void a_list_too_long_for_bind_and_a_zone_it_lacks_are_failures() {
        String tooLong =
                LargeMesh.HEAD
                        + IntStream.rangeClosed(1, 101)
                                .mapToObj(i -> "_p2p IN TXT \"node-%d.example.com\"\n".formatted(i))
                                .collect(Collectors.joining());
        try (var knotd = RealServer.knotd(Map.of("example.com", tooLong));
                var resolver = RealServer.namedBefore(knotd, List.of("example.com"))) {
            Question list = Question.of("_p2p.example.com", Type.TXT);
            DnsAnswer<RRset> whole = answer(knotd, list);
            assertEquals(101, whole.found().orElseThrow().records().size());
            var failed = assertInstanceOf(DnsAnswer.Failed.class, answer(resolver, list));
            assertTrue(failed.problem().what().endsWith("answered SERVFAIL"), failed.toString());
            Question other = Question.of("_p2p.example.org", Type.TXT);
            var refused = assertInstanceOf(DnsAnswer.Failed.class, answer(knotd, other));
            assertTrue(refused.problem().what().endsWith("answered REFUSED"), refused.toString());
        }
    }

    private static Resolvers resolvers(RealServer server) {
        return Resolvers.of(
                List.of(new NameServer(server.address())),
                new SecureRandom(),
                InstantSource.system());
    }

    private static DnsAnswer<RRset> answer(RealServer server, Question question) {
        return Objects.requireNonNull(resolvers(server).query(List.of(question)).get(question));
    }

    private static String said(RealServer server, String owner, int type) {
        Question question = Question.of(owner, type);
        return switch (answer(server, question)) {
            case DnsAnswer.Found<RRset>(RRset set, Duration ttl) ->
                    set.question().owner()
                            + " "
                            + set.dnsRecords().getFirst().rdataToString()
                            + " "
                            + ttl.toSeconds();
            case DnsAnswer.Absent<RRset>(Duration ttl) -> "absent " + ttl.toSeconds();
            case DnsAnswer.Failed<RRset> _ -> "failed";
        };
    }
}
