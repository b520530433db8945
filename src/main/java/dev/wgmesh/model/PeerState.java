package dev.wgmesh.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A peer of the device, and how its session goes.
 *
 * @param handshake the last one; empty: none yet
 * @param received octets
 * @param sent octets
 */
public record PeerState(Peer peer, Optional<Instant> handshake, long received, long sent) {}
