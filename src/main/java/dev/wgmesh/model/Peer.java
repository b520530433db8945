package dev.wgmesh.model;

import dev.wgmesh.keys.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of a WireGuard peer.
 *
 * @param endpoint where packets to the peer are sent; empty: the peer must connect first
 * @param allowedIps sorted, distinct
 * @param keepalive zero: off
 */
public record Peer(
        PublicKey key, Optional<Endpoint> endpoint, List<Prefix> allowedIps, Duration keepalive) {
    /** Sorts and copies. */
    public Peer {
        allowedIps = SortedList.copyOf(allowedIps);
    }
}
