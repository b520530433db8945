package dev.wgmesh.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The rule for which packets between members go through the tunnel. */
public enum PathMode {
    /** Direct between proved neighbours, through the tunnel for all others. */
    AUTO,
    /** Everything through the tunnel. */
    TUNNEL,
    /** As the reference implementation of the plain format routes (docs/records.md). */
    ORIGIN;

    /** Returns the mode named {@code auto}, {@code tunnel} or {@code origin}; else empty. */
    public static Optional<PathMode> parse(String text) {
        return Arrays.stream(values()).filter(mode -> mode.toString().equals(text)).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
