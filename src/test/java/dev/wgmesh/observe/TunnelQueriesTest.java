package dev.wgmesh.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.wgmesh.mesh.ObserverQuestion;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TunnelQueriesTest {
    @Test
    void an_observer_is_not_waited_for_longer_when_the_clock_is_set_back() throws Exception {
        try (var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var question =
                    new ObserverQuestion(
                            new HostName("c.example.com"),
                            0,
                            List.of(
                                    new ObserverQuestion.Observer(
                                            new HostName("b.example.com"),
                                            IpAddress.of("127.0.0.1"),
                                            silent.getLocalPort())));
            var readings = new AtomicInteger();
            InstantSource clock =
                    () ->
                            readings.incrementAndGet() == 1
                                    ? Instant.now()
                                    : Instant.now().minus(Duration.ofHours(1));
            var queries = new TunnelQueries(new Random(1), clock);
            assertEquals(
                    Map.of(),
                    assertTimeoutPreemptively(
                            Duration.ofSeconds(10), () -> queries.askOnce(List.of(question))));
        }
    }
}
