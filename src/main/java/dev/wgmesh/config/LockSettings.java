package dev.wgmesh.config;

import dev.wgmesh.keys.VerifyKey;
import dev.wgmesh.lock.Lock;
import dev.wgmesh.problem.Failure;
import java.util.List;
import java.util.Optional;

/**
 * The lock that a wg-mesh.toml names.
 *
 * @param signers {@code lock}: the public keys of the signers; empty: no lock
 * @param signatures {@code lock-signatures}: how many must have signed a member; empty: one
 */
public record LockSettings(List<VerifyKey> signers, Optional<Integer> signatures) {
    /** No lock. */
    public static final LockSettings NONE = new LockSettings(List.of(), Optional.empty());

    public LockSettings {
        signers = List.copyOf(signers);
    }

    /** Returns how many signers must have signed a member. */
    public int required() {
        return signatures.orElse(1);
    }

    /**
     * Returns the lock; empty where nobody names a signer.
     *
     * @param others the signers of {@code --lock}, instead of those of wg-mesh.toml
     * @throws Failure INPUT where there are fewer signers than signatures
     */
    public Optional<Lock> lock(Optional<List<VerifyKey>> others) {
        List<VerifyKey> keys = others.orElse(signers);
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Lock(keys, required()));
        } catch (IllegalArgumentException e) {
            throw Failure.input(
                    "lock-signatures",
                    String.valueOf(e.getMessage()),
                    "name more signers, or lower lock-signatures in wg-mesh.toml");
        }
    }
}
