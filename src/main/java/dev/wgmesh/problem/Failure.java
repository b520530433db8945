package dev.wgmesh.problem;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The failure of an operation, with every problem that caused it. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What a failure means to the caller; each kind has its own exit code. */
    public enum Kind {
        /** Wrong usage or bad input. */
        INPUT,
        /** DNS, a zone or a device could not be read. Nothing was changed. */
        UNREADABLE,
        /** Refused by a guard, a conflict, or a lost race. Nothing was changed. */
        REFUSED,
        /** Part of the change was made; the problems say which, and how to finish it. */
        PARTIAL
    }

    private final Kind kind;
    private final transient List<Problem> problems;

    /** Creates a failure with at least one problem. */
    public Failure(Kind kind, List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.kind = kind;
        this.problems = List.copyOf(problems);
    }

    /** Returns a failure of kind INPUT with one problem. */
    public static Failure input(String where, String what, String fix) {
        return new Failure(Kind.INPUT, List.of(new Problem(where, what, fix)));
    }

    /** Returns a failure of kind UNREADABLE with one problem. */
    public static Failure unreadable(String where, String what, String fix) {
        return new Failure(Kind.UNREADABLE, List.of(new Problem(where, what, fix)));
    }

    /** Returns a failure of kind REFUSED with one problem. */
    public static Failure refused(String where, String what, String fix) {
        return new Failure(Kind.REFUSED, List.of(new Problem(where, what, fix)));
    }

    /** Returns a failure of kind PARTIAL with one problem. */
    public static Failure partial(String where, String what, String fix) {
        return new Failure(Kind.PARTIAL, List.of(new Problem(where, what, fix)));
    }

    /**
     * Throws a failure with all of the problems; returns where there are none.
     *
     * @throws Failure of that kind
     */
    public static void throwIfAny(Kind kind, Collection<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new Failure(kind, List.copyOf(problems));
        }
    }

    /** Returns what the failure means to the caller. */
    public Kind kind() {
        return kind;
    }

    /** Returns every problem found, at least one, in the order found. */
    public List<Problem> problems() {
        return problems;
    }
}
