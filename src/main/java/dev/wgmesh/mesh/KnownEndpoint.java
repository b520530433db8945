package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import java.time.Instant;
import java.util.Optional;

/**
 * The last endpoint of a peer from DNS, and the state of its session then.
 *
 * @param endpoint as in DNS
 * @param writtenAt time of writing; empty: the peer already had it
 * @param handshakeBefore the peer's last one before writing
 * @param sent octets counted when it was written, or at the last pass with a live session
 * @param attempts candidates tried without a handshake
 */
public record KnownEndpoint(
        Endpoint endpoint,
        Optional<Instant> writtenAt,
        Optional<Instant> handshakeBefore,
        long sent,
        int attempts) {
    /** Returns it with that many octets counted. */
    KnownEndpoint withSent(long octets) {
        return new KnownEndpoint(endpoint, writtenAt, handshakeBefore, octets, attempts);
    }
}
