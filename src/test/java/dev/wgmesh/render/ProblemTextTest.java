package dev.wgmesh.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.problem.Problem;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProblemTextTest {
    private static final TerminalColour NONE = new TerminalColour(false);

    private static List<Problem> problems(int count) {
        return IntStream.range(0, count).mapToObj(i -> Problem.of("n" + i, "failed")).toList();
    }

    @Test
    void fifty_problems_are_shown_in_full() {
        List<String> lines = ProblemText.warnings(problems(50), NONE);
        assertEquals(50, lines.size());
        assertEquals("warning: n49: failed", lines.getLast());
    }

    @Test
    void more_than_fifty_problems_are_counted() {
        List<String> lines = ProblemText.errors(problems(5000), NONE);
        assertEquals(51, lines.size());
        assertEquals("error: n0: failed", lines.getFirst());
        assertEquals("\u2026 and 4,950 more; list all of them with -o json", lines.getLast());
    }

    @Test
    void repeated_problems_count_once() {
        var twice = List.of(Problem.of("a", "failed"), Problem.of("a", "failed"));
        assertEquals(List.of("error: a: failed"), ProblemText.errors(twice, NONE));
    }
}
