package dev.wgmesh.model;

import java.util.Locale;

/** The result of the DNSSEC validation of an answer (RFC 4033, section 5), best first. */
public enum DnssecStatus {
    /** A chain of signatures leads from a trust anchor to the answer. */
    SECURE,
    /** The zone is proved to be unsigned, or no trust anchor is above it. */
    INSECURE,
    /** The answer should be signed, and its signatures or its proof of absence are not valid. */
    BOGUS;

    /** Returns {@code secure}, {@code insecure} or {@code bogus}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
