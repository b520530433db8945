package dev.wgmesh.testing.race;

/** The fault injected into every tenth change. */
public enum InjectedFault {
    /** Nothing. */
    NONE,
    /** The place makes the change, and its reply is lost. */
    REPLY,
    /** The change itself is lost. */
    CHANGE,
    /** The place makes the change, and its reply is replaced by an unsigned REFUSED. */
    FORGERY;

    /** Of so many changes one is lost. */
    static final int EVERY = 10;
}
