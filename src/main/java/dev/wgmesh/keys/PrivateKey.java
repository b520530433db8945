package dev.wgmesh.keys;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** A Curve25519 private key (RFC 7748); only {@link #reveal()} returns its text. */
public final class PrivateKey {
    private final byte[] scalar;

    /** What {@link #publicKey} returned; empty: it was not called yet. */
    private Optional<PublicKey> derived = Optional.empty();

    private PrivateKey(byte[] scalar) {
        this.scalar = scalar;
    }

    /**
     * Returns a new key, clamped (RFC 7748, section 5).
     *
     * @param randomness a cryptographically strong source, such as SecureRandom
     */
    public static PrivateKey generate(RandomGenerator randomness) {
        byte[] scalar = new byte[Base64Key.LENGTH];
        randomness.nextBytes(scalar);
        scalar[0] &= (byte) 0xf8;
        scalar[31] &= 0x7f;
        scalar[31] |= 0x40;
        return new PrivateKey(scalar);
    }

    /** Parses {@code text}; a fault never quotes it. */
    public static KeyParseResult<PrivateKey> parse(String text) {
        return Base64Key.parse(text).map(PrivateKey::new);
    }

    /** Returns the public key, the same as {@code wg pubkey} prints. */
    public PublicKey publicKey() {
        Optional<PublicKey> known = derived;
        if (known.isEmpty()) {
            byte[] u = new byte[Base64Key.LENGTH];
            X25519.scalarMultBase(scalar, 0, u, 0);
            known = Optional.of(PublicKey.of(u));
            derived = known;
        }
        return known.get();
    }

    /**
     * Returns whether it is clamped (RFC 7748, section 5), as {@link #generate} and {@code wg
     * genkey} write keys. A public key looks so in 1 of 32 cases.
     */
    public boolean isClamped() {
        return (scalar[0] & 0x07) == 0 && (scalar[31] & 0xc0) == 0x40;
    }

    /** Returns the 44 characters of base64, for a key file or the owner's stdout, nowhere else. */
    public String reveal() {
        return Base64.getEncoder().encodeToString(scalar);
    }

    /** Compares the bytes in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PrivateKey that && MessageDigest.isEqual(scalar, that.scalar);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicKey().bytes());
    }

    /** Returns a fixed text, never the key. */
    @Override
    public String toString() {
        return "PrivateKey(hidden)";
    }
}
