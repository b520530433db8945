package dev.wgmesh.keys;

import java.util.Arrays;
import java.util.Base64;

/**
 * 32 bytes as WireGuard writes them: 44 characters of base64 (RFC 4648, section 4), the last of
 * them {@code =}, with no unused bit set.
 */
final class Base64Key {
    /** Bytes in a Curve25519 key (RFC 7748, section 5). */
    static final int LENGTH = 32;

    /** Characters of its base64, the last a {@code =}. */
    private static final int CHARACTERS = 44;

    /** The bits of the last digit that the key does not use: 43 digits have two bits too many. */
    private static final int UNUSED_BITS = 3;

    /** The six bits that each character of base64 stands for, -1 for any other, to U+007F. */
    private static final byte[] VALUES = values();

    private Base64Key() {}

    private static byte[] values() {
        var values = new byte[128];
        Arrays.fill(values, (byte) -1);
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < digits.length(); i++) {
            values[digits.charAt(i)] = (byte) i;
        }
        return values;
    }

    /** Returns whether the text is a key; faster than to decode it. */
    static boolean isKey(String text) {
        if (text.length() != CHARACTERS || text.charAt(CHARACTERS - 1) != '=') {
            return false;
        }
        for (int i = 0; i < CHARACTERS - 1; i++) {
            if (value(text.charAt(i)) < 0) {
                return false;
            }
        }
        return (value(text.charAt(CHARACTERS - 2)) & UNUSED_BITS) == 0;
    }

    /** Returns the six bits that a character of base64 stands for; -1 for any other. */
    private static int value(char c) {
        return c < VALUES.length ? VALUES[c] : -1;
    }

    /** Returns the bytes, or the fault of the text; the fault never repeats the text. */
    static KeyParseResult<byte[]> parse(String text) {
        if (isKey(text)) {
            return new KeyParseResult.Valid<>(Base64.getDecoder().decode(text));
        }
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
