package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.PeerState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The state of a peer's session, from the counters of the device and the last known state.
 *
 * @param keepalive whether keepalive is or will be on
 */
record PeerSession(PeerState peer, Optional<KnownEndpoint> known, boolean keepalive, Instant now) {
    /**
     * The age at which a session ends: it refuses packets (Reject-After-Time, section 6.1 of the
     * WireGuard paper).
     */
    static final Duration SESSION_END = Duration.ofSeconds(180);

    /** Handshakes without an answer after which the endpoint is silent. */
    private static final long MAX_TRIES = 100;

    /** Octets of a handshake initiation (WireGuard protocol, first message). */
    private static final long HANDSHAKE_OCTETS = 148;

    /** The time for a handshake at a changed endpoint. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    Optional<Endpoint> endpoint() {
        return peer.peer().endpoint();
    }

    /** Returns whether the last handshake is less than 275 s old. */
    boolean isLive() {
        return peer.isLive(now);
    }

    /** Returns whether the session can carry packets: its last handshake is under 180 s old. */
    boolean isUp() {
        return peer.hasHandshakeWithin(SESSION_END, now);
    }

    /** Returns whether the peer's key has answered at its current endpoint. */
    boolean isVerified() {
        return isLive() && known.flatMap(KnownEndpoint::writtenAt).map(this::answered).orElse(true);
    }

    /**
     * Returns whether a handshake followed the writing of the endpoint; times are whole seconds.
     */
    private boolean answered(Instant written) {
        return !peer.handshake().equals(known.flatMap(KnownEndpoint::handshakeBefore))
                && peer.handshake()
                        .filter(at -> !at.isBefore(written.truncatedTo(ChronoUnit.SECONDS)))
                        .isPresent();
    }

    /**
     * Returns whether the endpoint never answered, and many handshakes were tried. Without a
     * session nothing else is sent.
     */
    boolean isSilent() {
        boolean never =
                known.flatMap(KnownEndpoint::writtenAt)
                        .map(written -> !answered(written))
                        .orElse(peer.handshake().isEmpty());
        long sent = peer.sent() - known.map(KnownEndpoint::sent).orElse(0L);
        return never && !isLive() && sent >= MAX_TRIES * HANDSHAKE_OCTETS;
    }

    /** Returns whether packets are sent: keepalives, or traffic since the endpoint was written. */
    boolean isSending() {
        return keepalive
                || !peer.peer().keepalive().isZero()
                || known.filter(k -> peer.sent() > k.sent()).isPresent();
    }

    /** Returns whether packets stay unanswered and the time of the last change is over. */
    boolean isStale() {
        return isSending() && hasWaited() && !isLive();
    }

    /** Returns whether the time for a handshake at a changed endpoint is over. */
    boolean hasWaited() {
        return known.flatMap(KnownEndpoint::writtenAt)
                .filter(at -> Duration.between(at, now).compareTo(GRACE) < 0)
                .isEmpty();
    }
}
