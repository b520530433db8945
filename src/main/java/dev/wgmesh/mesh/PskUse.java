package dev.wgmesh.mesh;

import dev.wgmesh.model.PeerState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The preshared key that this process gave a peer, and since when. Not saved: a new process begins
 * anew.
 *
 * @param choice of the preshared key that the peer has
 * @param since when the peer got it, or when it was first seen
 * @param before that of the session that ran at {@code since}; empty: not known
 * @param fresh whether the peer was added with it, so that no handshake is older
 */
public record PskUse(PskChoice choice, Instant since, Optional<PskChoice> before, boolean fresh) {
    /** Returns whether the last handshake came after the key was set; its time is whole seconds. */
    boolean isSessionOf(Optional<Instant> handshake) {
        return handshake
                .filter(at ->
                        fresh
                                ? !at.isBefore(since.truncatedTo(ChronoUnit.SECONDS))
                                : at.isAfter(since))
                .isPresent();
    }

    /**
     * Returns whether the last handshake shows beyond doubt that the peer has the key too. One
     * whose answer was made before the key changed may be completed until a session would end.
     */
    boolean isShownBy(Optional<Instant> handshake) {
        return fresh
                ? isSessionOf(handshake)
                : handshake
                        .filter(at -> at.isAfter(since.plus(PeerSession.SESSION_END)))
                        .isPresent();
    }

    /**
     * Returns the key of the running session, where it is not the one that the peer has now: a
     * handshake would need an answer with the new one first.
     */
    public Optional<PskChoice> withdrawn(PeerState peer, Instant now) {
        boolean live =
                peer.handshake()
                        .filter(at ->
                                Duration.between(at, now).compareTo(PeerSession.SESSION_END) < 0)
                        .isPresent();
        return before.filter(_ -> live && !isSessionOf(peer.handshake()))
                .filter(session -> !session.equals(choice));
    }
}
