package dev.wgmesh.zone;

/** The receiver of the parts of a zone file, in their order. */
interface ZoneVisitor {
    /** Receives the beginning of a file; its records and inclusions follow. */
    default void file(String file, String text) {}

    /** Receives a record; the lexer is at its entry. */
    void record(String file, ZoneLexer lexer, ZoneEntry entry);

    /** Receives a syntax error. */
    void syntaxError(SyntaxError error);
}
