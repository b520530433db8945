package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.testing.MeshFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerSessionsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final PublicKey B = MeshFixture.key("b");

    private final PeerSessions sessions = new PeerSessions();

    /** A peer with a handshake so many seconds ago that has sent so much. */
    private static List<PeerState> peer(String letter, int handshake, long sent) {
        var peer = new Peer(MeshFixture.key(letter), Optional.empty(), List.of(), Duration.ZERO);
        return List.of(
                new PeerState(peer, Optional.of(NOW.minusSeconds(handshake)), 0, sent, false));
    }

    @Test
    void a_peer_that_does_not_answer_any_more_is_reported_once() {
        sessions.note(List.of(B), List.of(), peer("b", 100, 1000));
        assertFalse(sessions.hasNews(peer("b", 274, 1500), NOW));
        assertTrue(sessions.hasNews(peer("b", 276, 1500), NOW));
        sessions.note(List.of(B), List.of(), peer("b", 280, 1600));
        assertFalse(sessions.hasNews(peer("b", 300, 2000), NOW));
        assertFalse(sessions.hasNews(peer("b", 10, 2000), NOW));
        assertTrue(sessions.hasNews(peer("b", 400, 3000), NOW));
    }

    @Test
    void a_peer_that_nothing_is_sent_to_is_not_stale() {
        sessions.note(List.of(B), List.of(), peer("b", 100, 1000));
        assertFalse(sessions.hasNews(peer("b", 5000, 1000), NOW));
        assertTrue(sessions.hasNews(peer("b", 5000, 1148), NOW));
    }

    @Test
    void only_members_are_looked_at() {
        assertEquals(Optional.empty(), sessions.untilLook());
        sessions.note(List.of(B), List.of(), peer("c", 100, 1000));
        assertEquals(Optional.empty(), sessions.untilLook());
        assertFalse(sessions.hasNews(peer("c", 300, 2000), NOW));
    }

    @Test
    void an_unproved_neighbour_is_looked_at_often_and_reported_at_its_handshake() {
        sessions.note(List.of(B), List.of(B), peer("b", 100, 1000));
        assertEquals(Optional.of(Duration.ofSeconds(2)), sessions.untilLook());
        assertFalse(sessions.hasNews(peer("b", 100, 1500), NOW));
        assertTrue(sessions.hasNews(peer("b", 0, 1500), NOW));
        sessions.note(List.of(B), List.of(), peer("b", 0, 1500));
        assertEquals(Optional.of(Duration.ofMinutes(1)), sessions.untilLook());
        assertFalse(sessions.hasNews(peer("b", -1, 1500), NOW));
    }
}
