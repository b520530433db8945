package dev.wgmesh.mesh;

import dev.wgmesh.model.PeerState;
import java.time.Instant;
import java.util.Optional;

/**
 * What a decision sees of a peer's session: not the time of its last handshake and the octets sent,
 * but whether they have passed a limit.
 *
 * @param called whether there was a handshake at all
 * @param sending whether anything was sent since the session ended; false while it is live
 * @param waited whether the time for a handshake at a changed endpoint is over
 */
record SessionPhase(
        boolean called,
        boolean live,
        boolean up,
        boolean verified,
        boolean silent,
        boolean sending,
        boolean waited) {
    /** Returns the phase of a peer whose endpoint is known from the state, or is not. */
    static SessionPhase of(PeerState peer, Optional<KnownEndpoint> known, Instant now) {
        var session = new PeerSession(peer, known, false, now);
        return new SessionPhase(
                peer.handshake().isPresent(),
                session.isLive(),
                session.isUp(),
                session.isVerified(),
                session.isSilent(),
                !session.isLive() && session.isSending(),
                session.hasWaited());
    }
}
