package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Numbers that both members of a pair compute alike: of SHA-256 over public keys, of 32 octets
 * each, the key of the pair that is less as text first.
 */
final class PairHash {
    private final PublicKey lesser;
    private final PublicKey greater;

    PairHash(PublicKey one, PublicKey other) {
        boolean ordered = one.compareTo(other) <= 0;
        this.lesser = ordered ? one : other;
        this.greater = ordered ? other : one;
    }

    /** Returns a number of the pair. */
    long ofPair() {
        return first(lesser, greater);
    }

    /**
     * Returns the weight of a third member for the pair: the highest is first (rendezvous hash).
     */
    long weight(PublicKey third) {
        return first(third, lesser, greater);
    }

    /** Returns the first 8 octets of the hash. */
    private static long first(PublicKey... keys) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (PublicKey key : keys) {
                hash.update(key.bytes());
            }
            return ByteBuffer.wrap(hash.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
