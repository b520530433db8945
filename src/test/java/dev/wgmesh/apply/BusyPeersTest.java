package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.testing.MeshFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleToLongFunction;
import org.junit.jupiter.api.Test;

class BusyPeersTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PublicKey B = MeshFixture.key("b");

    private final BusyPeers peers = new BusyPeers();
    private double now;

    BusyPeersTest() {
        peers.watch(List.of(B));
    }

    private Instant at() {
        return START.plusMillis(Math.round(1000 * now));
    }

    /** Looks every 10 s, and more often where that is asked for; returns the times of silence. */
    private List<Double> silences(double until, DoubleToLongFunction received) {
        var silences = new ArrayList<Double>();
        while (now < until) {
            var peer = new Peer(B, Optional.empty(), List.of(), Duration.ofSeconds(25));
            long octets = received.applyAsLong(now);
            peers.note(List.of(new PeerState(peer, Optional.of(START), octets, 0, false)), at());
            if (!peers.takeSilent(at()).isEmpty()) {
                silences.add(now);
            }
            now += peers.untilLook(at()).map(Duration::toMillis).orElse(10_000L) / 1000.0;
        }
        return silences;
    }

    @Test
    void a_peer_without_traffic_is_not_busy() {
        assertEquals(List.of(), silences(600, second -> 32 * Math.round(second / 25)));
        assertEquals(Optional.empty(), peers.untilLook(at()));
        assertEquals(Set.of(), peers.busy());
    }

    @Test
    void a_peer_that_ten_packets_a_second_come_from_is_silent_within_a_second() {
        List<Double> silences =
                silences(100, second -> Math.round(10 * Math.min(second, 60.2)) * 96);
        assertEquals(Optional.of(60.5 + 0.5), silences.stream().findFirst());
    }

    @Test
    void silence_that_lasts_is_found_less_and_less_often_and_at_last_not_at_all() {
        List<Double> silences =
                silences(300, second -> Math.round(10 * Math.min(second, 60.2)) * 96);
        assertEquals(List.of(61.0, 62.0, 64.0, 68.0, 76.0), silences);
        assertEquals(Optional.empty(), peers.untilLook(at()), "no longer busy");
    }

    @Test
    void a_peer_whose_packets_come_once_a_second_is_silent_after_two() {
        List<Double> silences = silences(130, second -> (long) Math.min(second, 100) * 1000);
        assertTrue(
                silences.stream().filter(at -> at < 100).count() <= 4, () -> silences.toString());
        assertTrue(
                silences.stream().anyMatch(at -> at > 100 && at <= 104.5),
                () -> silences.toString());
    }

    @Test
    void a_peer_that_moved_is_watched_as_before() {
        silences(60.9, second -> Math.round(10 * Math.min(second, 60.2)) * 96);
        assertEquals(List.of(61.0), silences(61.2, _ -> 602 * 96));
        peers.moved(B, at());
        assertEquals(Optional.of(Duration.ofMillis(500)), peers.untilLook(at()));
    }

    @Test
    void an_interface_with_many_peers_is_looked_at_less_often() {
        for (int second = 0; second <= 20; second += 10) {
            var all = new ArrayList<PeerState>();
            for (int i = 0; i < 1000; i++) {
                var peer = new Peer(key(i), Optional.empty(), List.of(), Duration.ZERO);
                all.add(new PeerState(peer, Optional.of(START), second * 1000L, 0, false));
            }
            peers.watch(List.of(key(7)));
            peers.note(all, START.plusSeconds(second));
        }
        assertEquals(Optional.of(Duration.ofSeconds(2)), peers.untilLook(START.plusSeconds(20)));
    }

    private static PublicKey key(int number) {
        byte[] octets = new byte[32];
        octets[0] = (byte) number;
        octets[1] = (byte) (number >> 8);
        return new PublicKey(Base64.getEncoder().encodeToString(octets));
    }

    @Test
    void a_peer_that_is_no_longer_watched_is_not_busy() {
        silences(60, second -> Math.round(second) * 1000);
        assertEquals(Set.of(B), peers.busy());
        peers.watch(List.of());
        assertEquals(Set.of(), peers.busy());
        assertEquals(Optional.empty(), peers.untilLook(at()));
    }

    @Test
    void an_interface_that_was_made_again_is_no_silence() {
        assertEquals(List.of(), silences(60, second -> Math.round(10 * (second % 30.05)) * 96));
    }
}
