package dev.wgmesh.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.DnssecMode;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class DnssecQueriesTest {
    private static final Question QUESTION = Question.of("_p2p.example.com", Type.TXT);

    @Test
    void an_interrupted_call_blames_no_server() {
        var source =
                Resolvers.of(
                        List.of(NameServer.of("127.0.0.1:9")),
                        RandomGenerator.getDefault(),
                        InstantSource.system(),
                        Optional.of(
                                new Dnssec(
                                        DnssecMode.REQUIRE, TrustAnchors.ROOT, new DnssecLog())));
        Thread.currentThread().interrupt();
        Map<Question, DnsAnswer<RRset>> answers = source.query(List.of(QUESTION));
        assertTrue(Thread.interrupted());
        assertEquals(
                Map.of(
                        QUESTION,
                        new DnsAnswer.Failed<RRset>(
                                Problem.of(QUESTION.toString(), "interrupted"))),
                answers);
    }
}
