package dev.wgmesh.validate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The severity of a finding, in ascending order. */
public enum Level {
    /** Information. */
    INFO,
    /** Nothing is broken, but the state is perhaps not intended. */
    NOTICE,
    /** The mesh works now, or for some members, and is likely to fail. */
    WARNING,
    /** Something does not work. */
    ERROR;

    /** Returns the level named {@code info}, {@code notice}, {@code warning} or {@code error}. */
    public static Optional<Level> parse(String text) {
        return Arrays.stream(values()).filter(level -> level.toString().equals(text)).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
