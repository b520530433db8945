package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.ObserverRound.NatPair;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.testing.MeshFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeadPeerDetectionTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PublicKey B = MeshFixture.key("b");
    private static final IpAddress ADDRESS = IpAddress.of("10.0.0.2");

    private final DeadPeerDetection detection = new DeadPeerDetection();

    DeadPeerDetectionTest() {
        var host = new HostName("b.example.com");
        detection.watch(List.of(new NatPair(host, MeshFixture.key("a"), B, ADDRESS)));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    /** Looks at the peer, whose counters are these; returns whether it is newly dead. */
    private boolean look(int second, long received, long sent) {
        return detection.hasNewDeadPeer(peer(received, sent), at(second));
    }

    private static List<PeerState> peer(long received, long sent) {
        var peer = new Peer(B, Optional.empty(), List.of(), Duration.ofSeconds(25));
        return List.of(new PeerState(peer, Optional.of(START), received, sent, false));
    }

    private List<IpAddress> probed(int second) {
        return detection.toProbe(at(second));
    }

    @Test
    void data_without_an_answer_for_15_s_is_a_dead_path_that_is_reported_once() {
        assertFalse(look(0, 1000, 1000));
        assertFalse(look(10, 1000, 9000));
        assertEquals(Optional.of(Duration.ofSeconds(10)), detection.untilLook(at(10)));
        assertEquals(Optional.of(Duration.ofSeconds(5)), detection.untilLook(at(20)));
        assertFalse(look(24, 1000, 20_000));
        assertTrue(look(25, 1000, 20_000));
        assertFalse(look(26, 1000, 21_000));
        assertFalse(look(90, 1000, 30_000));
        assertEquals(Set.of(B), detection.dead(peer(1000, 40_000), at(95)), "until it answers");
        assertEquals(Set.of(), detection.dead(peer(1032, 40_000), at(96)));
    }

    @Test
    void a_peer_that_died_again_is_reported_again() {
        look(0, 1000, 1000);
        look(10, 1000, 9000);
        assertTrue(look(25, 1000, 9000));
        assertFalse(look(35, 2000, 9000));
        assertFalse(look(45, 2000, 18_000));
        assertTrue(look(60, 2000, 18_000));
    }

    @Test
    void whoever_only_receives_data_answers_in_time() {
        long sent = 0;
        for (int second = 0; second < 300; second += 10) {
            sent += 100_000;
            assertFalse(look(second, 32L * second, sent));
            assertEquals(List.of(), probed(second));
        }
    }

    @Test
    void a_quiet_peer_is_sent_a_packet_and_is_dead_if_it_answers_neither() {
        look(0, 1000, 1000);
        assertEquals(List.of(), probed(0));
        look(10, 1000, 1032);
        assertEquals(List.of(ADDRESS), probed(10));
        assertEquals(List.of(), probed(10), "once");
        assertFalse(look(20, 1000, 1160));
        assertTrue(look(25, 1000, 1160));
    }

    /** One end of the pair sends all keepalives, and is the only one to do so. */
    @Test
    void a_quiet_peer_that_answers_the_packet_is_not_dead() {
        long received = 0;
        long sent = 0;
        for (int second = 0; second < 300; second += 10) {
            assertFalse(look(second, received, sent));
            int probes = probed(second).size();
            sent += 16 + 128 * probes;
            received += 128 * probes;
        }
    }

    /** There is no route into the tunnel, or the process cannot send. */
    @Test
    void keepalives_alone_are_no_evidence() {
        look(0, 1000, 1000);
        look(10, 1000, 1032);
        probed(10);
        assertFalse(look(30, 1000, 1064));
        assertFalse(look(60, 1000, 1096));
        assertFalse(look(120, 1000, 1160));
    }

    @Test
    void a_peer_that_an_observer_saw_elsewhere_is_dead_until_something_comes_from_it() {
        look(0, 1000, 1000);
        detection.declare(peer(1000, 1200).getFirst(), at(1));
        assertTrue(look(1, 1000, 1200));
        assertFalse(look(2, 1000, 1200));
        assertEquals(Set.of(B), detection.dead(peer(1000, 1200), at(3)));
        assertEquals(Set.of(), detection.dead(peer(1032, 1200), at(4)));
    }

    @Test
    void counters_of_an_interface_that_was_made_again_are_no_evidence() {
        look(0, 9000, 9000);
        look(10, 9000, 12_000);
        assertFalse(look(25, 0, 0));
        assertFalse(look(35, 0, 148));
        assertFalse(look(45, 92, 148));
    }

    @Test
    void a_node_that_slept_is_no_evidence() {
        look(0, 1000, 1000);
        assertFalse(look(7200, 1000, 1296));
        assertFalse(look(7210, 1092, 2000));
    }

    @Test
    void without_such_pairs_there_is_nothing_to_look_at() {
        detection.watch(List.of());
        assertEquals(Optional.empty(), detection.untilLook(START));
        assertFalse(look(0, 0, 0));
        assertFalse(look(100, 0, 9000));
        assertEquals(List.of(), probed(100));
    }
}
