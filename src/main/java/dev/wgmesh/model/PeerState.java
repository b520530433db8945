package dev.wgmesh.model;

import dev.wgmesh.keys.PresharedKey;
import java.time.Duration;
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
    /** A session not renewed for this long is dead: 180 s, 90 s of tries, a keepalive's 5 s. */
    private static final Duration LIVE = Duration.ofSeconds(275);

    /** Creates a peer whose preshared key, if it has one, is not known. */
    public PeerState(
            Peer peer,
            Optional<Instant> handshake,
            long received,
            long sent,
            boolean presharedKey) {
        this(peer, handshake, received, sent, presharedKey, Optional.empty());
    }

    /** Returns whether the last handshake is less than 275 s from now. */
    public boolean isLive(Instant now) {
        return hasHandshakeWithin(LIVE, now);
    }

    /** Returns whether the last handshake is nearer to now than that, by either clock. */
    public boolean hasHandshakeWithin(Duration age, Instant now) {
        return handshake.isPresent()
                && Duration.between(handshake.get(), now).abs().compareTo(age) < 0;
    }

    /** Returns the peer with that preshared key; empty: none. */
    public PeerState withPresharedKey(Optional<PresharedKey> key) {
        return new PeerState(peer, handshake, received, sent, key.isPresent(), key);
    }

    /** Returns the peer with those counts of octets. */
    public PeerState withTraffic(long in, long out) {
        return new PeerState(peer, handshake, in, out, presharedKey, psk);
    }

    /** Returns it with other settings. */
    public PeerState with(Peer settings) {
        return new PeerState(settings, handshake, received, sent, presharedKey, psk);
    }
}
