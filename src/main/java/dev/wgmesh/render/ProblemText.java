package dev.wgmesh.render;

import dev.wgmesh.problem.Problem;

/**
 * Problems as text: {@code error: where: what}, and on the next line {@code fix: } with one thing
 * to do. A problem without a fix is one line.
 */
public final class ProblemText {
    private ProblemText() {}

    /** Returns the text of a problem that stopped the command, without a final line feed. */
    public static String error(Problem problem, TerminalColour colour) {
        return text(colour.red("error:"), problem);
    }

    /** Returns the text of a problem that did not stop it, without a final line feed. */
    public static String warning(Problem problem, TerminalColour colour) {
        return text(colour.yellow("warning:"), problem);
    }

    private static String text(String level, Problem problem) {
        String line = level + " " + problem.where() + ": " + problem.what();
        return problem.fix().isEmpty() ? line : line + "\n  fix: " + problem.fix();
    }
}
