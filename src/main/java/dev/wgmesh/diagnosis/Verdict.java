package dev.wgmesh.diagnosis;

import java.util.Locale;

/** What a check says of its subject, the best first. */
public enum Verdict {
    /** Nothing is wrong. */
    OK,
    /** The check could not be done. */
    SKIPPED,
    /** It works now, and may fail later. */
    WARNING,
    /** The mesh does not work because of it. */
    FAILED;

    /** Returns the word of documents and of the terminal: {@code ok}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
