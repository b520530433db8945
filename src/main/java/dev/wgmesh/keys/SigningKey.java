package dev.wgmesh.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 private key (RFC 8032); only {@link #reveal()} returns its text. */
public final class SigningKey {
    /** Bytes of a signature (RFC 8032, section 5.1.6). */
    public static final int SIGNATURE_LENGTH = 64;

    private static final String PREFIX = "ed25519-private:";

    private final byte[] seed;

    private SigningKey(byte[] seed) {
        this.seed = seed;
    }

    /**
     * Returns a new key.
     *
     * @param randomness a cryptographically strong source, such as SecureRandom
     */
    public static SigningKey generate(RandomGenerator randomness) {
        byte[] seed = new byte[Base64Key.LENGTH];
        randomness.nextBytes(seed);
        return new SigningKey(seed);
    }

    /** Parses {@code text}; a fault never quotes it. */
    public static KeyParseResult<SigningKey> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return new KeyParseResult.Invalid<>(
                    KeyFault.NOT_BASE64, "does not begin with " + PREFIX);
        }
        return Base64Key.parse(text.substring(PREFIX.length())).map(SigningKey::new);
    }

    /** Returns the public key. */
    public VerifyKey verifyKey() {
        byte[] point = new byte[Base64Key.LENGTH];
        Ed25519.generatePublicKey(seed, 0, point, 0);
        return VerifyKey.of(point);
    }

    /** Returns the 64 bytes of the signature over the text (RFC 8032, section 5.1.6). */
    public byte[] sign(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        byte[] signature = new byte[SIGNATURE_LENGTH];
        Ed25519.sign(seed, 0, octets, 0, octets.length, signature, 0);
        return signature;
    }

    /** Returns {@code ed25519-private:} and 44 characters of base64, for a key file only. */
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(seed);
    }

    /** Compares the bytes in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SigningKey that && MessageDigest.isEqual(seed, that.seed);
    }

    @Override
    public int hashCode() {
        return verifyKey().hashCode();
    }

    /** Returns a fixed text, never the key. */
    @Override
    public String toString() {
        return "SigningKey(hidden)";
    }
}
