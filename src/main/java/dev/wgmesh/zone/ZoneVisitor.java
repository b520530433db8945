package dev.wgmesh.zone;

/** Is told what a zone file says, in the order it says it. */
interface ZoneVisitor {
    /** A file begins; its text is read from here to the end, {@code $INCLUDE}s in between. */
    default void file(String file, String text) {}

    /** A record; the lexer stands at its entry. */
    void record(String file, ZoneLexer lexer, ZoneEntry entry);

    /** An entry that could not be read. */
    void syntaxError(SyntaxError error);
}
