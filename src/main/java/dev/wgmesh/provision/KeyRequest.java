package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;

/** The public key that a member is to have. */
public sealed interface KeyRequest {
    /** Returns the key to publish. */
    PublicKey key();

    /** It was named, or its private key was there: a member that has another one is a conflict. */
    record ExplicitKey(PublicKey key) implements KeyRequest {}

    /**
     * A key whose private key was there, beside the next key of a rotation: a member that has one
     * of the two keeps it.
     *
     * @param next in force once the rotation has switched
     */
    record StoredKeys(PublicKey key, PublicKey next) implements KeyRequest {}

    /** It was made for this call: a member that has a key already keeps that one. */
    record GeneratedKey(PublicKey key) implements KeyRequest {}
}
