package dev.wgmesh.mesh;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;

/**
 * A private key that this node holds in a file.
 *
 * @param publicKey the public key of the same pair
 * @param file its path, for messages
 */
public record HeldKey(PrivateKey key, PublicKey publicKey, String file) {
    /** Creates a key, and computes its public key. */
    public HeldKey(PrivateKey key, String file) {
        this(key, key.publicKey(), file);
    }
}
