package dev.wgmesh.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What DNSSEC must show before an answer of DNS is used. */
public enum DnssecMode {
    /** Every answer must be secure. */
    REQUIRE,
    /** An answer may be insecure; a bogus answer is never used. */
    PREFER,
    /** Answers are not validated. */
    OFF;

    /** Returns the mode named {@code require}, {@code prefer} or {@code off}; else empty. */
    public static Optional<DnssecMode> parse(String text) {
        return Arrays.stream(values()).filter(mode -> mode.toString().equals(text)).findFirst();
    }

    /** Returns {@code require}, {@code prefer} or {@code off}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
