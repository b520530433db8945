package dev.wgmesh.validate;

import dev.wgmesh.keys.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to judge, and how.
 *
 * @param asked zones and meshes; empty: everything in the snapshot
 * @param levels by rule id, instead of the rule's own; an empty level turns the rule off
 * @param failOn the least level that makes the answer "no"
 * @param bind whether the zone is served by BIND as it comes ({@code --server-kind bind})
 * @param origin whether the brief's first implementation has to read it ({@code --compat origin})
 * @param localKeys public keys of this machine, whose private keys must not be published
 */
public record ValidationRequest(
        List<ValidationScope> asked,
        Map<String, Optional<Level>> levels,
        Level failOn,
        boolean bind,
        boolean origin,
        Set<PublicKey> localKeys) {
    /** Everything, judged as the rules say. */
    public static final ValidationRequest EVERYTHING =
            new ValidationRequest(List.of(), Map.of(), Level.ERROR, false, false, Set.of());

    /** Copies. */
    public ValidationRequest {
        asked = List.copyOf(asked);
        levels = Map.copyOf(levels);
        localKeys = Set.copyOf(localKeys);
    }

    /** The same request about something else. */
    public ValidationRequest about(List<ValidationScope> other) {
        return new ValidationRequest(other, levels, failOn, bind, origin, localKeys);
    }
}
