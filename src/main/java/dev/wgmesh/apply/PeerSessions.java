package dev.wgmesh.apply;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.PeerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sessions of the members' peers as the last pass left them. A look at the peers between two
 * passes finds one that went stale: this node sends, and nobody answers.
 */
final class PeerSessions {
    /** A peer is looked at that often. One without traffic becomes stale when traffic begins. */
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** A peer that may send what this node drops until the next pass is looked at that often. */
    private static final Duration SHORT_INTERVAL = Duration.ofSeconds(2);

    private final Map<PublicKey, PeerState> before = new HashMap<>();
    private final Set<PublicKey> reported = new HashSet<>();
    private final Set<PublicKey> awaited = new HashSet<>();

    /**
     * Notes the peers of a pass; only these are looked at.
     *
     * @param unproved those of members whose next handshake may prove that they are neighbours,
     *     which a strict reverse path filter needs to know
     */
    void note(
            Collection<PublicKey> members,
            Collection<PublicKey> unproved,
            Collection<PeerState> peers) {
        var wanted = new HashSet<>(members);
        awaited.clear();
        awaited.addAll(unproved);
        before.clear();
        peers.stream()
                .filter(peer -> wanted.contains(peer.peer().key()))
                .forEach(peer -> before.put(peer.peer().key(), peer));
        reported.retainAll(before.keySet());
        awaited.retainAll(before.keySet());
    }

    /** Returns the time until the next look; empty where there is no peer. */
    Optional<Duration> untilLook() {
        return before.isEmpty()
                ? Optional.empty()
                : Optional.of(awaited.isEmpty() ? INTERVAL : SHORT_INTERVAL);
    }

    /**
     * Returns whether a peer went stale since the last pass and was not returned before, or an
     * unproved one made a handshake.
     */
    boolean hasNews(Collection<PeerState> peers, Instant now) {
        boolean found = false;
        for (PeerState peer : peers) {
            PublicKey key = peer.peer().key();
            if (peer.isLive(now)) {
                reported.remove(key);
                found |= awaited.contains(key) && hasNewHandshake(peer) && awaited.remove(key);
            } else if (isUnanswered(peer)) {
                found |= reported.add(key);
            }
        }
        return found;
    }

    private boolean hasNewHandshake(PeerState peer) {
        PeerState known = before.get(peer.peer().key());
        return known != null && !peer.handshake().equals(known.handshake());
    }

    private boolean isUnanswered(PeerState peer) {
        PeerState known = before.get(peer.peer().key());
        return known != null && peer.sent() > known.sent();
    }
}
