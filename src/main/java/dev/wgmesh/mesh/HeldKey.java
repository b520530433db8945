package dev.wgmesh.mesh;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;

/**
 * A private key that this node holds in a file.
 *
 * @param file its path, for messages
 */
public record HeldKey(PrivateKey key, String file) {
    /** Returns its public key. */
    public PublicKey publicKey() {
        return key.publicKey();
    }
}
