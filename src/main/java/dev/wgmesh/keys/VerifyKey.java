package dev.wgmesh.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 public key (RFC 8032) that verifies signatures of member records: {@code ed25519:} and
 * 44 characters of base64, so that no WireGuard key is taken for one.
 */
public record VerifyKey(String text) implements Comparable<VerifyKey> {
    /** What the text begins with. */
    public static final String PREFIX = "ed25519:";

    /** Bytes of SHA-256 in an id. */
    private static final int ID_LENGTH = 8;

    /** Throws IllegalArgumentException unless the text is a key. */
    public VerifyKey {
        if (check(text) instanceof KeyParseResult.Invalid<String>(_, String detail)) {
            throw new IllegalArgumentException("signer's public key " + detail);
        }
    }

    /** Parses {@code text}. */
    public static KeyParseResult<VerifyKey> parse(String text) {
        return check(text).map(VerifyKey::new);
    }

    private static KeyParseResult<String> check(String text) {
        if (!text.startsWith(PREFIX)) {
            return new KeyParseResult.Invalid<>(
                    KeyFault.NOT_BASE64, "does not begin with " + PREFIX);
        }
        return switch (Base64Key.parse(text.substring(PREFIX.length()))) {
            case KeyParseResult.Invalid<byte[]>(KeyFault fault, String detail) ->
                    new KeyParseResult.Invalid<>(fault, detail);
            case KeyParseResult.Valid<byte[]>(byte[] point) ->
                    Ed25519.validatePublicKeyFull(point, 0)
                            ? new KeyParseResult.Valid<>(text)
                            : new KeyParseResult.Invalid<>(
                                    KeyFault.NOT_CANONICAL,
                                    "is not a point of Ed25519 that a signer may have");
        };
    }

    static VerifyKey of(byte[] point) {
        return new VerifyKey(PREFIX + Base64.getEncoder().encodeToString(point));
    }

    /** Returns the 32 bytes of RFC 8032, section 5.1.5. */
    private byte[] point() {
        return Base64.getDecoder().decode(text.substring(PREFIX.length()));
    }

    /** Returns the first 8 bytes of the SHA-256 of the 32 bytes, as 16 lower-case hex digits. */
    public String id() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(point());
            return HexFormat.of().formatHex(hash, 0, ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Returns whether the signature is of this key over the text (RFC 8032, section 5.1.7).
     *
     * @param signature of 64 bytes; one of another length is not valid
     */
    public boolean verifies(String signed, byte[] signature) {
        byte[] octets = signed.getBytes(StandardCharsets.UTF_8);
        return signature.length == SigningKey.SIGNATURE_LENGTH
                && Ed25519.verify(signature, 0, point(), 0, octets, 0, octets.length);
    }

    @Override
    public int compareTo(VerifyKey other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
