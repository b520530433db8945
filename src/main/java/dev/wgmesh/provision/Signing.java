package dev.wgmesh.provision;

import dev.wgmesh.keys.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a command signs the records of a member that it writes.
 *
 * @param key empty: it does not sign, and warns where it makes a signature invalid
 * @param validity of new signatures
 */
public record Signing(Optional<SigningKey> key, Duration validity, InstantSource clock) {
    /** Does not sign. */
    public static final Signing NONE =
            new Signing(Optional.empty(), Duration.ZERO, InstantSource.fixed(Instant.EPOCH));

    /** Days until a signature ends by default. */
    public static final int DEFAULT_DAYS = 90;

    /** Time before the end of a signature from which on it is made anew. */
    static final Duration RENEWAL = Duration.ofDays(7);
}
