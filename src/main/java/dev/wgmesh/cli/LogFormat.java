package dev.wgmesh.cli;

import java.util.Locale;

/** The form of messages on stderr. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** For programs: an object a line. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
