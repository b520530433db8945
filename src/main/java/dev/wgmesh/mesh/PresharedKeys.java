package dev.wgmesh.mesh;

import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.PskMode;
import java.util.List;
import java.util.Map;

/**
 * The secrets of preshared keys that a node has, and how it uses them.
 *
 * @param secrets the present one and, during a rotation, the next one; empty: preshared keys are
 *     not managed
 * @param uses what this process gave each peer
 */
public record PresharedKeys(PskMode mode, List<PskSecret> secrets, Map<PublicKey, PskUse> uses) {
    /** The most secrets at a time: the present and the next one. */
    public static final int MAX_SECRETS = 2;

    /** A node without a secret. */
    public static final PresharedKeys NONE = of(PskMode.OPTIONAL, List.of());

    public PresharedKeys {
        secrets = List.copyOf(secrets);
        uses = Map.copyOf(uses);
    }

    /** Returns the use of secrets in a process that has given no peer a key yet. */
    public static PresharedKeys of(PskMode mode, List<PskSecret> secrets) {
        return new PresharedKeys(mode, secrets, Map.of());
    }

    /** Returns it with what this process gave each peer. */
    public PresharedKeys with(Map<PublicKey, PskUse> given) {
        return new PresharedKeys(mode, secrets, given);
    }

    /** Returns whether preshared keys are managed at all. */
    public boolean isManaged() {
        return !secrets.isEmpty();
    }
}
