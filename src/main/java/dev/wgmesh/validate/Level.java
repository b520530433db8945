package dev.wgmesh.validate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much a finding matters; ordered, the least first. */
public enum Level {
    /** Worth knowing. */
    INFO,
    /** Nothing is broken, and somebody may have meant something else. */
    NOTICE,
    /** It works, or works for some, and will bite. */
    WARNING,
    /** Something does not work. */
    ERROR;

    /** The level named {@code info}, {@code notice}, {@code warning} or {@code error}. */
    public static Optional<Level> parse(String text) {
        return Arrays.stream(values()).filter(level -> level.toString().equals(text)).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
