package dev.wgmesh.keys;

import java.security.MessageDigest;
import java.util.Base64;

/** The preshared key of two WireGuard peers; only {@link #reveal()} returns its text. */
public final class PresharedKey {
    private final byte[] octets;

    private PresharedKey(byte[] octets) {
        this.octets = octets;
    }

    static PresharedKey of(byte[] octets) {
        return new PresharedKey(octets);
    }

    /** Parses {@code text}; a fault never quotes it. */
    public static KeyParseResult<PresharedKey> parse(String text) {
        return Base64Key.parse(text).map(PresharedKey::new);
    }

    /** Returns the 44 characters of base64, for the standard input of {@code wg}, nowhere else. */
    public String reveal() {
        return Base64.getEncoder().encodeToString(octets);
    }

    /** Compares the bytes in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PresharedKey that && MessageDigest.isEqual(octets, that.octets);
    }

    /** Returns the same number for every key, which tells nothing of it. */
    @Override
    public int hashCode() {
        return PresharedKey.class.hashCode();
    }

    /** Returns a fixed text, never the key. */
    @Override
    public String toString() {
        return "PresharedKey(hidden)";
    }
}
