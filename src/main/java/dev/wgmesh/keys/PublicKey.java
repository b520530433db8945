package dev.wgmesh.keys;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A Curve25519 public key (RFC 7748); equal and ordered by its 44 characters of base64. */
public record PublicKey(String base64) implements Comparable<PublicKey> {
    /** u-coordinates of the points of order 1, 2, 4 and 8 (RFC 7748, section 6.1), as hex. */
    private static final Set<String> LOW_ORDER =
            Set.of(
                    "0000000000000000000000000000000000000000000000000000000000000000",
                    "0100000000000000000000000000000000000000000000000000000000000000",
                    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

    /** Throws IllegalArgumentException unless the text is canonical. */
    public PublicKey {
        if (!Base64Key.isKey(base64)
                && Base64Key.parse(base64)
                        instanceof KeyParseResult.Invalid<byte[]>(_, String detail)) {
            throw new IllegalArgumentException("public key " + detail);
        }
    }

    /** Parses {@code text}. */
    public static KeyParseResult<PublicKey> parse(String text) {
        return Base64Key.isKey(text)
                ? new KeyParseResult.Valid<>(new PublicKey(text))
                : Base64Key.parse(text).map(_ -> new PublicKey(text));
    }

    static PublicKey of(byte[] bytes) {
        return new PublicKey(Base64.getEncoder().encodeToString(bytes));
    }

    /** Returns the 32 bytes, little-endian. */
    public byte[] bytes() {
        return Base64.getDecoder().decode(base64);
    }

    /** Returns whether all 32 bytes are zero, which WireGuard reads as "no key". */
    public boolean isZero() {
        for (byte b : bytes()) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether every shared secret with this key is zero (RFC 7748, section 6.1). */
    public boolean isLowOrder() {
        byte[] u = bytes();
        u[31] &= 0x7f;
        // each of them ends with one of these octets, as hardly any other key does
        if (u[31] != 0 && u[31] != 0x57 && u[31] != 0x7f) {
            return false;
        }
        return LOW_ORDER.contains(HexFormat.of().formatHex(u));
    }

    /** Returns whether the high bit is clear and the u-coordinate is below 2^255 - 19. */
    public boolean isCanonicalCoordinate() {
        byte[] u = bytes();
        if (u[31] < 0) {
            return false;
        }
        if (u[31] != 0x7f) {
            return true;
        }
        for (int i = 30; i > 0; i--) {
            if (u[i] != (byte) 0xff) {
                return true;
            }
        }
        return (u[0] & 0xff) < 0xed;
    }

    /** Spelled out, as are the others here: keys are looked up most of all. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof PublicKey key && base64.equals(key.base64);
    }

    @Override
    public int hashCode() {
        return base64.hashCode();
    }

    @Override
    public int compareTo(PublicKey other) {
        return base64.compareTo(other.base64);
    }

    @Override
    public String toString() {
        return base64;
    }
}
