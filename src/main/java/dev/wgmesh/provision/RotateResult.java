package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A member's key, changed or about to be.
 *
 * @param key that is in force
 * @param next that is published as the next; empty: none
 * @param activeFrom when the next one can be switched to; empty where there is none
 */
public record RotateResult(
        MemberChange change,
        PublicKey key,
        Optional<PublicKey> next,
        Optional<Instant> activeFrom) {}
