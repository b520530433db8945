package dev.wgmesh.model;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a member is behind network address translation, and of which kind. */
public enum Nat {
    /** It is behind NAT. The router keeps one public port for all destinations (RFC 4787). */
    YES,
    /** It is not behind NAT: its private addresses count as public. */
    NO,
    /**
     * It is behind a symmetric NAT: another public port for each destination, so that no member can
     * be told where to send (RFC 4787, section 4.1).
     */
    HARD;

    /** Returns the value of that name; empty for any other text. */
    public static Optional<Nat> parse(String text) {
        return Stream.of(values()).filter(nat -> nat.toString().equals(text)).findFirst();
    }

    /** Returns whether the member is behind NAT of any kind. */
    public boolean translates() {
        return this != NO;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
