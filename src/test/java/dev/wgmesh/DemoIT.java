package dev.wgmesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.net.FinishedProcess;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** scripts/demo as a newcomer runs it; needs root, as the lab does. */
@Execution(ExecutionMode.CONCURRENT)
class DemoIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** A command that runs is ended first; on a busy machine that takes a while. */
    private static final Duration TIDY = Duration.ofSeconds(60);

    private static final Pattern LAST_LINE = Pattern.compile("done in \\d+ s: all pairs ping\n$");

    @TempDir Path folder;

    @Test
    void the_demo_ends_with_a_mesh_in_which_each_pings_each() throws IOException {
        try (RunningProcess demo = demo()) {
            String said = demo.end(LIMIT).requireSuccess();
            assertEquals(List.of("tunnel", "direct", "direct"), ways("node-b", "node-d", said));
            assertEquals(List.of("tunnel", "tunnel", "tunnel"), ways("node-a", "node-c", said));
            assertEquals(List.of("tunnel"), ways("node-a", "node-e", said));
            assertTrue(said.contains("\n    nothing to do\n"), said);
            assertTrue(said.contains("node-c reaches node-e (10.0.0.5) after"), said);
            assertTrue(LAST_LINE.matcher(said).find(), said);
        }
        assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "INT, 130, $ wg-mesh plan",
        "INT, 130, $ wg-mesh serve zones --listen 127",
        "TERM, 143, 5. Create a mesh",
        "INT, 130, node-d$ wg-mesh apply",
        "HUP, 129, 8. A new member"
    })
    void a_demo_that_is_broken_off_leaves_nothing(String signal, int exit, String moment)
            throws IOException {
        try (RunningProcess demo = demo()) {
            demo.await(LIMIT, said -> said.out().contains(moment));
            // As a terminal does: to all that run in the foreground.
            List<String> kill = List.of("kill", "-" + signal, "--", "-" + demo.pid());
            try (RunningProcess sent = RunningProcess.start(kill, "")) {
                sent.end(TIDY).requireSuccess();
            }
            FinishedProcess ended = demo.end(TIDY);
            assertEquals(exit, ended.exit(), ended::toString);
            assertFalse(ended.out().contains("done in"), ended::toString);
        }
        assertNothingLeft();
    }

    /** In a process group of its own; what it starts can be told by the folder of its own. */
    private RunningProcess demo() {
        List<String> command =
                List.of(
                        "setsid",
                        "env",
                        "--default-signal=INT,HUP,TERM",
                        "TMPDIR=" + folder,
                        Path.of("scripts", "demo").toAbsolutePath().toString());
        return RunningProcess.start(command, "");
    }

    /** The ways from one node to another, as the tables show them one after the other. */
    private static List<String> ways(String from, String to, String said) {
        Pattern head = Pattern.compile("\n {12}( to node-\\S.*)");
        Pattern row = Pattern.compile("\n {4}" + from + " {2}(.*)");
        Matcher heads = head.matcher(said);
        Matcher rows = row.matcher(said);
        Stream.Builder<String> ways = Stream.builder();
        while (heads.find() && rows.find(heads.end())) {
            int column = heads.group(1).indexOf("to " + to + " ");
            if (column >= 0) {
                ways.add(rows.group(1).substring(column).split(" ", 2)[0]);
            }
        }
        return ways.build().toList();
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
        try (RunningProcess list = RunningProcess.start(List.of("scripts/netlab", "list"), "")) {
            String labs = list.end(TIDY).requireSuccess();
            assertFalse(labs.contains(folder.toString()), labs);
        }
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            assertEquals(List.of(), all.filter(this::isOfTheDemo).toList());
        }
    }

    private boolean isOfTheDemo(Path process) {
        try {
            Path environment = process.resolve("environ");
            return Files.readString(environment, StandardCharsets.ISO_8859_1)
                    .contains(folder.toString());
        } catch (IOException _) {
            return false; // no process, or it has ended
        }
    }
}
