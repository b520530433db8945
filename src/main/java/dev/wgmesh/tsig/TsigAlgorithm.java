package dev.wgmesh.tsig;

import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;

/** A TSIG algorithm (RFC 8945, section 6). */
public enum TsigAlgorithm {
    /** Weak: its digest is broken. */
    HMAC_MD5(TSIG.HMAC_MD5, "HmacMD5", true),
    /** Weak: its digest is broken. */
    HMAC_SHA1(TSIG.HMAC_SHA1, "HmacSHA1", true),
    /** Truncated SHA-256; rarely used. */
    HMAC_SHA224(TSIG.HMAC_SHA224, "HmacSHA224", false),
    /** The default; every server supports it. */
    HMAC_SHA256(TSIG.HMAC_SHA256, "HmacSHA256", false),
    /** SHA-512 truncated to 384 bits. */
    HMAC_SHA384(TSIG.HMAC_SHA384, "HmacSHA384", false),
    /** The longest digest. */
    HMAC_SHA512(TSIG.HMAC_SHA512, "HmacSHA512", false);

    private final Name algorithm;
    private final String mac;
    private final boolean weak;

    TsigAlgorithm(Name algorithm, String mac, boolean weak) {
        this.algorithm = algorithm;
        this.mac = mac;
        this.weak = weak;
    }

    /** Returns the name on the wire. */
    public Name algorithm() {
        return algorithm;
    }

    /** Returns the name in Java's cryptography API. */
    String mac() {
        return mac;
    }

    /** Returns whether the algorithm is refused unless explicitly allowed. */
    public boolean isWeak() {
        return weak;
    }

    /**
     * Parses a name such as {@code hmac-sha256}, in any case, with or without a trailing dot; empty
     * for an unknown name.
     */
    public static Optional<TsigAlgorithm> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        if (name.equals("hmac-md5.sig-alg.reg.int")) {
            return Optional.of(HMAC_MD5);
        }
        for (TsigAlgorithm algorithm : values()) {
            if (algorithm.toString().equals(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** Returns the name as users write it: {@code hmac-sha256}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
