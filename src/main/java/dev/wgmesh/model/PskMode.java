package dev.wgmesh.model;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the peers of a node must have the preshared keys of its secret. */
public enum PskMode {
    /** A peer that does not have the secret is used without a preshared key. */
    OPTIONAL,
    /** No session without a preshared key. */
    REQUIRED;

    /** Returns the mode of that name; empty for any other text. */
    public static Optional<PskMode> parse(String text) {
        return Stream.of(values()).filter(mode -> mode.toString().equals(text)).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
