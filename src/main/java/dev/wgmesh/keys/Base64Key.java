package dev.wgmesh.keys;

import java.util.Base64;

/**
 * 32 bytes as WireGuard writes them: 44 characters of base64 (RFC 4648, section 4), the last of
 * them {@code =}, with no unused bit set.
 */
final class Base64Key {
    /** Bytes in a Curve25519 key (RFC 7748, section 5). */
    static final int LENGTH = 32;

    private Base64Key() {}

    /** Returns the bytes, or the fault of the text; the fault never repeats the text. */
    static KeyParseResult<byte[]> parse(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return new KeyParseResult.Invalid<>(KeyFault.NOT_BASE64, "is not base64");
        }
        if (bytes.length != LENGTH) {
            return new KeyParseResult.Invalid<>(
                    KeyFault.WRONG_LENGTH, "has " + bytes.length + " bytes, expected " + LENGTH);
        }
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            return new KeyParseResult.Invalid<>(
                    KeyFault.NOT_CANONICAL,
                    "is not canonical base64 (44 characters, no unused bits set); wg rejects it");
        }
        return new KeyParseResult.Valid<>(bytes);
    }
}
