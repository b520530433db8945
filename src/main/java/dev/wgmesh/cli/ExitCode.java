package dev.wgmesh.cli;

import dev.wgmesh.problem.Failure;

/** How a command ended, as its exit code says it. */
public enum ExitCode {
    /** Done, or nothing to do. */
    SUCCESS(0, "done, or nothing to do"),
    /**
     * Findings at or above {@code --fail-on}, changes pending, or nothing to leave or take down.
     */
    FINDINGS_OR_CHANGES(1, "findings (--fail-on), changes pending, or nothing to remove"),
    /** Wrong usage or bad input, such as the name of no member. */
    INPUT(2, "wrong usage, bad input, or no such member or mesh"),
    /** Could not read enough to decide; nothing was changed. */
    UNREADABLE(3, "could not read enough to decide; nothing was changed"),
    /** Refused by a guard, in conflict, or a race was lost; nothing was changed. */
    REFUSED(4, "refused by a guard or in conflict; nothing was changed"),
    /** Part was done or held back. */
    PARTIAL(5, "part was done or held back; run it again to finish it"),
    /** A bug. */
    BUG(70, "a bug in wg-mesh"),
    /** Ended by SIGINT, or by Ctrl-C in the shell. */
    INTERRUPTED(130, "interrupted"),
    /** Standard output was closed by its reader (SIGPIPE). */
    STDOUT_CLOSED(141, "standard output was closed by its reader");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** Returns the number the process ends with. */
    public int code() {
        return code;
    }

    /** Returns what the code means, in a few words. */
    public String meaning() {
        return meaning;
    }

    static ExitCode of(Failure.Kind kind) {
        return switch (kind) {
            case INPUT -> INPUT;
            case UNREADABLE -> UNREADABLE;
            case REFUSED -> REFUSED;
            case PARTIAL -> PARTIAL;
        };
    }
}
