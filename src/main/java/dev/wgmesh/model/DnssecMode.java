package dev.wgmesh.model;

import java.util.Locale;

/** What DNSSEC must show before an answer of DNS is used. */
public enum DnssecMode {
    /** Every answer must be secure. */
    REQUIRE,
    /** An answer may be insecure; a bogus answer is never used. */
    PREFER,
    /** Answers are not validated. */
    OFF;

    /** Returns {@code require}, {@code prefer} or {@code off}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
