package dev.wgmesh.cli;

/** Signals sent to this process; a signal that nobody asked for does what it always does. */
public interface Signals {
    /** What is sent to a process that should end or begin a new pass. */
    enum Kind {
        /** SIGHUP. */
        HUP,
        /** SIGINT. */
        INT,
        /** SIGTERM. */
        TERM
    }

    /** Runs {@code action}, on a thread of its own, at each such signal from now on. */
    void on(Kind kind, Runnable action);
}
