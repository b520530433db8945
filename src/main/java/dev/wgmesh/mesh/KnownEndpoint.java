package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import java.time.Instant;
import java.util.Optional;

/**
 * The last endpoint from DNS that a peer had, and how its session stood then.
 *
 * @param endpoint as DNS said it
 * @param written when we wrote it; empty: it was there already
 * @param handshake the peer's last one before that
 * @param sent octets counted when it was written, or at the last pass with a live session
 * @param attempts candidates tried in vain since a handshake
 */
public record KnownEndpoint(
        Endpoint endpoint,
        Optional<Instant> written,
        Optional<Instant> handshake,
        long sent,
        int attempts) {}
