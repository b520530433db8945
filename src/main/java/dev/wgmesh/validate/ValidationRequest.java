package dev.wgmesh.validate;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.lock.Lock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to check, and how.
 *
 * @param scopes zones and meshes; empty: everything in the snapshot
 * @param levels by rule id, instead of the rule's own; an empty level turns the rule off
 * @param failOn the lowest level that fails the validation
 * @param bindDefaults whether BIND with its default configuration serves the zone ({@code
 *     --server-kind bind})
 * @param plainFormat whether the reference implementation of the plain format must be able to read
 *     the mesh ({@code --compat origin})
 * @param localKeys public keys of this machine, whose private keys must not be published
 * @param lock the signers that members need; empty: their signatures are not verified
 * @param now for the end of signatures
 */
public record ValidationRequest(
        List<ValidationScope> scopes,
        Map<String, Optional<Level>> levels,
        Level failOn,
        boolean bindDefaults,
        boolean plainFormat,
        Set<PublicKey> localKeys,
        Optional<Lock> lock,
        Instant now) {
    /** Checks everything, with the default level of each rule. */
    public static final ValidationRequest EVERYTHING =
            new ValidationRequest(List.of(), Map.of(), Level.ERROR, false, false, Set.of());

    /** Creates a request without a lock, in which no signature has ended. */
    public ValidationRequest(
            List<ValidationScope> scopes,
            Map<String, Optional<Level>> levels,
            Level failOn,
            boolean bindDefaults,
            boolean plainFormat,
            Set<PublicKey> localKeys) {
        this(
                scopes,
                levels,
                failOn,
                bindDefaults,
                plainFormat,
                localKeys,
                Optional.empty(),
                Instant.EPOCH);
    }

    /** Returns the request with a lock, at that time. */
    public ValidationRequest withLock(Optional<Lock> signers, Instant time) {
        return new ValidationRequest(
                scopes, levels, failOn, bindDefaults, plainFormat, localKeys, signers, time);
    }

    public ValidationRequest {
        scopes = List.copyOf(scopes);
        levels = Map.copyOf(levels);
        localKeys = Set.copyOf(localKeys);
    }

    /** Returns the request for other zones and meshes. */
    public ValidationRequest withScopes(List<ValidationScope> scopes) {
        return new ValidationRequest(
                scopes, levels, failOn, bindDefaults, plainFormat, localKeys, lock, now);
    }
}
