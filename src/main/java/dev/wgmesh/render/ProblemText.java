package dev.wgmesh.render;

import dev.wgmesh.problem.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Problems as text: {@code error: where: what}, and on the next line {@code fix: } with one thing
 * to do. A problem without a fix is one line.
 */
public final class ProblemText {
    /** Problems of one list that are shown: more fill a terminal, and say nothing new. */
    static final int SHOWN = 50;

    private ProblemText() {}

    /**
     * Returns the texts of the problems that stopped the command: of the first 50, and then how
     * many more there are.
     */
    public static List<String> errors(Collection<Problem> problems, TerminalColour colour) {
        return list(problems, problem -> error(problem, colour));
    }

    /** Returns the texts of problems that did not stop it, as {@link #errors} does. */
    public static List<String> warnings(Collection<Problem> problems, TerminalColour colour) {
        return list(problems, problem -> warning(problem, colour));
    }

    private static List<String> list(Collection<Problem> problems, Function<Problem, String> text) {
        List<Problem> distinct = problems.stream().distinct().toList();
        int more = distinct.size() - SHOWN;
        Stream<String> shown = distinct.stream().limit(SHOWN).map(text);
        Stream<String> rest =
                more <= 0
                        ? Stream.empty()
                        : Stream.of(
                                String.format(
                                        Locale.ROOT,
                                        "\u2026 and %,d more; list all of them with -o json",
                                        more));
        return Stream.concat(shown, rest).toList();
    }

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
