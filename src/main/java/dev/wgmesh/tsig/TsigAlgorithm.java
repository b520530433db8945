package dev.wgmesh.tsig;

import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;

/** How a TSIG key signs (RFC 8945, section 6). */
public enum TsigAlgorithm {
    /** Weak: its digest is broken. */
    HMAC_MD5(TSIG.HMAC_MD5, "HmacMD5", true),
    /** Weak: its digest is broken. */
    HMAC_SHA1(TSIG.HMAC_SHA1, "HmacSHA1", true),
    /** Rare. */
    HMAC_SHA224(TSIG.HMAC_SHA224, "HmacSHA224", false),
    /** The one that every server knows, and the default. */
    HMAC_SHA256(TSIG.HMAC_SHA256, "HmacSHA256", false),
    /** Longer. */
    HMAC_SHA384(TSIG.HMAC_SHA384, "HmacSHA384", false),
    /** Longest. */
    HMAC_SHA512(TSIG.HMAC_SHA512, "HmacSHA512", false);

    private final Name algorithm;
    private final String mac;
    private final boolean weak;

    TsigAlgorithm(Name algorithm, String mac, boolean weak) {
        this.algorithm = algorithm;
        this.mac = mac;
        this.weak = weak;
    }

    /** Its name on the wire. */
    public Name algorithm() {
        return algorithm;
    }

    /** Its name in Java. */
    String mac() {
        return mac;
    }

    /** Whether it is used only when asked for. */
    public boolean isWeak() {
        return weak;
    }

    /**
     * The algorithm of a text such as {@code hmac-sha256}, whatever its case, with or without a dot
     * at its end; empty: none.
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

    /** {@code hmac-sha256}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
