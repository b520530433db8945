package dev.wgmesh.model;

import dev.wgmesh.keys.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A WireGuard peer as it is configured.
 *
 * @param endpoint where packets to it are sent; empty: it must call first
 * @param allowedIps sorted, distinct
 * @param keepalive zero: off
 */
public record Peer(
        PublicKey key, Optional<Endpoint> endpoint, List<Prefix> allowedIps, Duration keepalive) {
    /** Sorts and copies. */
    public Peer {
        allowedIps = allowedIps.stream().distinct().sorted().toList();
    }
}
