package dev.wgmesh.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.limits.HeapLimit;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** All rounds of a reading share one clock. */
class ReadingTimeTest {
    private static final Question QUESTION = Question.of("_p2p.example.com", Type.TXT);

    private static String answer(Resolvers source, ReadingBudget budget) {
        Map<Question, DnsAnswer<RRset>> answers = source.query(List.of(QUESTION), budget);
        return String.valueOf(answers.get(QUESTION));
    }

    @Test
    void a_round_after_the_time_of_the_reading_asks_nothing() throws IOException {
        try (var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var server = NameServer.of("127.0.0.1:" + silent.getLocalPort());
            var source =
                    Resolvers.of(
                            List.of(server), RandomGenerator.getDefault(), InstantSource.system());
            var budget =
                    new ReadingBudget(
                            InstantSource.system(), Duration.ofSeconds(1), new HeapLimit(1 << 30));
            long start = System.nanoTime();
            for (int round = 0; round < 3; round++) {
                String answer = answer(source, budget);
                assertTrue(answer.contains("not answered: the reading took more than 1 s"), answer);
            }
            assertEquals(0, Duration.ofNanos(System.nanoTime() - start).toSeconds() / 5);
        }
    }
}
