package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;

/** The public key that a member is to have. */
public sealed interface KeyWish {
    /** The key to publish. */
    PublicKey key();

    /** It was named, or its private key was there: a member that has another one is a conflict. */
    record Given(PublicKey key) implements KeyWish {}

    /** It was made for this call: a member that has a key already keeps that one. */
    record Fresh(PublicKey key) implements KeyWish {}
}
