package dev.wgmesh.cli;

import java.util.Locale;

/** The form of what is printed on stdout. */
public enum OutputFormat {
    /** For people. */
    TEXT,
    /** For programs: one object a run. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
