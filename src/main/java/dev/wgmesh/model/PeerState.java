package dev.wgmesh.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A peer of the device and the state of its session.
 *
 * @param handshake time of the last one; empty: never
 * @param received octets
 * @param sent octets
 * @param presharedKey whether the peer has a preshared key; the key itself is not read
 */
public record PeerState(
        Peer peer, Optional<Instant> handshake, long received, long sent, boolean presharedKey) {}
