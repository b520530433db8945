package dev.wgmesh.problem;

import java.util.List;
import java.util.stream.Collectors;

/** The end of what was asked for, with every problem that led to it. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What a failure means to the caller; each has an exit code of its own. */
    public enum Kind {
        /** Wrong usage or bad input. */
        INPUT,
        /** Could not read enough to judge: DNS, zone, device. Nothing was changed. */
        UNREADABLE,
        /** Refused by a guard, in conflict, or a race was lost. Nothing was changed. */
        REFUSED,
        /** A part was done; the problems say which, and what to run to finish it. */
        PARTIAL
    }

    private final Kind kind;
    private final transient List<Problem> problems;

    /** A failure with at least one problem. */
    public Failure(Kind kind, List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.kind = kind;
        this.problems = List.copyOf(problems);
    }

    /** Wrong usage or bad input. */
    public static Failure input(String where, String what, String fix) {
        return new Failure(Kind.INPUT, List.of(new Problem(where, what, fix)));
    }

    /** Could not read enough to judge. */
    public static Failure unreadable(String where, String what, String fix) {
        return new Failure(Kind.UNREADABLE, List.of(new Problem(where, what, fix)));
    }

    /** Refused by a guard or in conflict with what is there. */
    public static Failure refused(String where, String what, String fix) {
        return new Failure(Kind.REFUSED, List.of(new Problem(where, what, fix)));
    }

    /** A part was done. */
    public static Failure partial(String where, String what, String fix) {
        return new Failure(Kind.PARTIAL, List.of(new Problem(where, what, fix)));
    }

    /** What it means to the caller. */
    public Kind kind() {
        return kind;
    }

    /** Every problem found, at least one, in the order found. */
    public List<Problem> problems() {
        return problems;
    }
}
