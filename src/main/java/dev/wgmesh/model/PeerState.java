package dev.wgmesh.model;

import dev.wgmesh.keys.PresharedKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A peer of the device and the state of its session.
 *
 * @param handshake time of the last one; empty: never
 * @param received octets
 * @param sent octets
 * @param presharedKey whether the peer has a preshared key
 * @param psk the preshared key, to be compared and never printed; empty: none, or not known
 */
public record PeerState(
        Peer peer,
        Optional<Instant> handshake,
        long received,
        long sent,
        boolean presharedKey,
        Optional<PresharedKey> psk) {
    /** A peer whose preshared key, if it has one, is not known. */
    public PeerState(
            Peer peer,
            Optional<Instant> handshake,
            long received,
            long sent,
            boolean presharedKey) {
        this(peer, handshake, received, sent, presharedKey, Optional.empty());
    }

    /** Returns the peer with that preshared key; empty: none. */
    public PeerState withPresharedKey(Optional<PresharedKey> key) {
        return new PeerState(peer, handshake, received, sent, key.isPresent(), key);
    }

    /** Returns it with other settings. */
    public PeerState with(Peer settings) {
        return new PeerState(settings, handshake, received, sent, presharedKey, psk);
    }
}
