package dev.wgmesh.mesh;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.keys.PublicKey;
import java.util.Optional;

/**
 * What the preshared key of a peer is made of.
 *
 * @param secret empty: no preshared key
 */
public record PskChoice(Optional<PskSecret> secret) {
    /** No preshared key. */
    public static final PskChoice NONE = new PskChoice(Optional.empty());

    /** Returns the choice of a secret. */
    public static PskChoice of(PskSecret secret) {
        return new PskChoice(Optional.of(secret));
    }

    /** Returns the preshared key of two peers; empty: none. */
    public Optional<PresharedKey> derive(PublicKey one, PublicKey other) {
        return secret.map(it -> it.derive(one, other));
    }
}
