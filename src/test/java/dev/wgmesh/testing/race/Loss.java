package dev.wgmesh.testing.race;

/** What befalls every tenth change on its way to a place and back. */
public enum Loss {
    /** Nothing. */
    NONE,
    /** The place makes the change, and its reply is lost. */
    REPLY,
    /** The change itself is lost. */
    CHANGE;

    /** Of so many changes one is lost. */
    static final int EVERY = 10;
}
