package dev.wgmesh.zone;

import java.util.Optional;

/** The receiver of the parts of a zone file, in their order. */
interface ZoneVisitor {
    /**
     * Receives the beginning of a file; its records and inclusions follow.
     *
     * @param includer the including file; empty for the first file
     */
    default void file(String file, String text, Optional<String> includer) {}

    /** Returns who receives entries in their usual form; empty: they come as records. */
    default Optional<RowSink> rows() {
        return Optional.empty();
    }

    /** Receives a record; the lexer is at its entry. */
    void record(String file, ZoneLexer lexer, ZoneEntry entry);

    /** Receives a record that a {@code $GENERATE} makes; the lexer is at the directive. */
    void generated(String file, ZoneLexer lexer, ZoneEntry entry);

    /** Receives a record whose data wg-mesh cannot read, as a record without data. */
    void opaque(String file, ZoneLexer lexer, ZoneEntry entry, String reason);

    /** Receives that the entries before the next one were not read. */
    default void skipped(ReadingPath.Gap gap) {}

    /** Receives the place of a TTL over {@link ZoneTtl#MAX}, read as 0. */
    default void largeTtl(FilePosition place) {}

    /** Receives a syntax error. */
    void syntaxError(SyntaxError error);
}
