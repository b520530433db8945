package dev.wgmesh.render;

import dev.wgmesh.problem.Problem;

/** Problems for people: where and what on one line, the fix on the next. */
public final class ProblemText {
    private ProblemText() {}

    /** Something that stopped the command; ends without a line feed. */
    public static String error(Problem problem, TerminalColour paint) {
        return text(paint.red("error:"), problem);
    }

    /** Something that did not stop it. */
    public static String warning(Problem problem, TerminalColour paint) {
        return text(paint.yellow("warning:"), problem);
    }

    private static String text(String level, Problem problem) {
        String line = level + " " + problem.where() + ": " + problem.what();
        return problem.fix().isEmpty() ? line : line + "\n  " + problem.fix();
    }
}
