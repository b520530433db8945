package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.PeerState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How a peer's session stands, by the device's counters and what is remembered.
 *
 * @param calls whether keepalive is on, or is to be
 */
record PeerSession(PeerState peer, Optional<KnownEndpoint> known, boolean calls, Instant now) {
    /** A session not renewed for this long is dead: 180 s, 90 s of tries, a keepalive's 5 s. */
    static final Duration LIVE = Duration.ofSeconds(275);

    /** How long a changed endpoint may take to give a handshake. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    Optional<Endpoint> endpoint() {
        return peer.peer().endpoint();
    }

    /** Whether the last handshake is less than 275 s old. */
    boolean isLive() {
        return peer.handshake()
                .filter(at -> Duration.between(at, now).abs().compareTo(LIVE) < 0)
                .isPresent();
    }

    /** Whether the peer's key has answered at the endpoint that it has now. */
    boolean isProved() {
        return isLive() && known.flatMap(KnownEndpoint::written).map(this::answered).orElse(true);
    }

    /** Whether a handshake came after we wrote an endpoint; they are counted in whole seconds. */
    private boolean answered(Instant written) {
        return !peer.handshake().equals(known.flatMap(KnownEndpoint::handshake))
                && peer.handshake()
                        .filter(at -> !at.isBefore(written.truncatedTo(ChronoUnit.SECONDS)))
                        .isPresent();
    }

    /** Whether packets are sent in vain, and the last change has had its time. */
    boolean isStale() {
        boolean sending =
                calls
                        || !peer.peer().keepalive().isZero()
                        || known.filter(k -> peer.sent() > k.sent()).isPresent();
        boolean waited =
                known.flatMap(KnownEndpoint::written)
                        .filter(at -> Duration.between(at, now).compareTo(GRACE) < 0)
                        .isEmpty();
        return sending && waited && !isLive();
    }
}
