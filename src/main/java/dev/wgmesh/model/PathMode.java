package dev.wgmesh.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which packets between members go through the tunnel. */
public enum PathMode {
    /** Direct between neighbours that proved each other, else through the tunnel. */
    AUTO,
    /** Everything through the tunnel. */
    TUNNEL,
    /** The brief's first implementation. */
    ORIGIN;

    /** The mode named {@code auto}, {@code tunnel} or {@code origin}; else empty. */
    public static Optional<PathMode> parse(String text) {
        return Arrays.stream(values()).filter(mode -> mode.toString().equals(text)).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
