package dev.wgmesh.zone;

import java.util.Optional;

/** Which entries of zone files a reading passes over: none, or runs whose meaning is known. */
interface ReadingPath {
    /**
     * Entries that were not read.
     *
     * @param before what the first of them inherits
     * @param after what the entry after the last of them inherits
     */
    record Gap(EntryContext before, EntryContext after) {}

    /** A file begins; a file that is included begins within the including file. */
    default void begin(String file) {}

    /**
     * Called before the first entry, after the last one, and at offsets between entries. Moves the
     * lexer and the context past a gap.
     *
     * @return the gap; empty: the next entry is read
     */
    Optional<Gap> skip(ZoneLexer lexer, EntryContext context);

    /** Returns the offset at or before which {@link #skip} must be called again. */
    default int stop() {
        return Integer.MAX_VALUE;
    }

    /** The entry that was read last is a directive that makes records of other entries. */
    default void directive() {}

    /** The file that began last ends. */
    default void end(ZoneLexer lexer, EntryContext context) {}
}
