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
        Optional<Instant> written = writtenAt();
        return isLive() && (written.isEmpty() || answered(written.get()));
    }

    /**
     * Returns when the endpoint was written; empty: the peer already had it, or it is not known.
     */
    private Optional<Instant> writtenAt() {
        return known.isPresent() ? known.get().writtenAt() : Optional.empty();
    }

    /**
     * Returns whether a handshake followed the writing of the endpoint; times are whole seconds.
     * Where the clock was set back since the writing, it is one that is not ahead of the clock.
     */
    private boolean answered(Instant written) {
        Optional<Instant> last = peer.handshake();
        return last.isPresent()
                && known.isPresent()
                && !last.equals(known.get().handshakeBefore())
                && (isSetBack(written)
                        ? !last.get().isAfter(now)
                        : !last.get().isBefore(written.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** Returns whether the clock was set back by more than the time for a handshake. */
    private boolean isSetBack(Instant written) {
        return Duration.between(now, written).compareTo(GRACE) >= 0;
    }

    /**
     * Returns whether the endpoint never answered, and many handshakes were tried. Without a
     * session nothing else is sent.
     */
    boolean isSilent() {
        Optional<Instant> written = writtenAt();
        boolean never = written.isPresent() ? !answered(written.get()) : peer.handshake().isEmpty();
        long sent = peer.sent() - (known.isPresent() ? known.get().sent() : 0);
        return never && !isLive() && sent >= MAX_TRIES * HANDSHAKE_OCTETS;
    }

    /** Returns whether packets are sent: keepalives, or traffic since the endpoint was written. */
    boolean isSending() {
        return keepalive
                || !peer.peer().keepalive().isZero()
                || known.isPresent() && peer.sent() > known.get().sent();
    }

    /** Returns whether packets stay unanswered and the time of the last change is over. */
    boolean isStale() {
        return isSending() && hasWaited() && !isLive();
    }

    /** Returns whether the time for a handshake at a changed endpoint is over. */
    boolean hasWaited() {
        Optional<Instant> written = writtenAt();
        return written.isEmpty()
                || isSetBack(written.get())
                || Duration.between(written.get(), now).compareTo(GRACE) >= 0;
    }
}
