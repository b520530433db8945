package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.apply.PassResult;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.LogFormat;
import dev.wgmesh.cli.Streams.StandardStream;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.SimulatedNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

/** What a node on {@code apply --watch} writes to its log, in each {@link LogFormat}. */
class WatchLogTest {
    private static final String MESH =
            """
            a.example.com mesh=10.0.0.1 at=203.0.113.1
            b.example.com mesh=10.0.0.2 at=203.0.113.2
            """;

    @TempDir Path folder;

    /** Reports a pass with changes and a failure, and then passes without. */
    @Command(name = "passes")
    private record Passes(LogFormat format) implements Subcommand {
        @Override
        public ExitCode run(CommandSession session) {
            session.logAs(format);
            var report = new PassReport(session, new MeshName("_p2p.example.com"), false);
            var node = new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24");
            var failed = new Problem("ip link set dev wg0 up", "failed: in use", "try again");
            report.passed(result(node, List.of(failed)), Duration.ofSeconds(2));
            node.pass(MESH);
            for (int i = 0; i < 3; i++) {
                report.passed(result(node, List.of()), Duration.ofSeconds(300));
            }
            return ExitCode.SUCCESS;
        }

        private static PassResult result(SimulatedNode node, List<Problem> failed) {
            return new PassResult(
                    node.node(),
                    List.of(node.plan(MESH)),
                    failed,
                    Optional.empty(),
                    List.of(),
                    Duration.ofSeconds(300));
        }
    }

    private CommandFixture screen(LogFormat format) {
        return new CommandFixture(folder)
                .commands(AllCommands.all().with("passes", "Test.", () -> new Passes(format)));
    }

    /** Makes a file stderr, and returns the variable by which systemd names it. */
    private String journal() throws IOException {
        Path stderr = folder.resolve("proc/self/fd/2");
        Files.createDirectories(stderr.getParent());
        Files.writeString(stderr, "");
        return Files.getAttribute(stderr, "unix:dev")
                + ":"
                + Files.getAttribute(stderr, "unix:ino");
    }

    @Test
    void a_change_is_one_line_with_its_member_and_reason_and_no_change_is_no_line() {
        CommandFixture.CommandOutput said = screen(LogFormat.TEXT).run("passes");
        assertEquals(
                """
                + peer b.example.com endpoint 203.0.113.2:51820 allowed-ips 10.0.0.2/32  b.example.com is a new member
                + route 10.0.0.2/32 dev wg0  b.example.com: not on a local network
                """,
                said.out());
        assertEquals(
                """
                error: ip link set dev wg0 up: failed: in use
                  fix: try again
                in sync with DNS; next check in 300 s
                """,
                said.err());
    }

    @Test
    void in_the_journal_each_line_has_its_priority() throws Exception {
        assertEquals(
                """
                <3>error: ip link set dev wg0 up: failed: in use
                <3>  fix: try again
                <6>in sync with DNS; next check in 300 s
                """,
                screen(LogFormat.TEXT)
                        .environment("JOURNAL_STREAM", journal())
                        .run("passes")
                        .err());
    }

    @Test
    void on_a_terminal_and_in_a_file_lines_have_no_priority() throws Exception {
        String first = "error: ip link set dev wg0 up: failed: in use";
        for (CommandFixture screen :
                List.of(
                        screen(LogFormat.TEXT)
                                .environment("JOURNAL_STREAM", journal())
                                .terminals(StandardStream.ERR),
                        screen(LogFormat.TEXT).environment("JOURNAL_STREAM", "1:2"))) {
            assertEquals(first, screen.run("passes").err().lines().findFirst().orElse(""));
        }
    }

    @Test
    void as_json_each_message_is_an_object_of_one_line() throws Exception {
        CommandFixture.CommandOutput said = screen(LogFormat.JSON).run("passes");
        assertEquals("", said.out());
        String head =
                "{\"format\":\"wg-mesh/log\",\"version\":1,\"time\":\"2026-01-02T03:04:05Z\",";
        assertEquals(
                List.of(
                        "\"level\":\"error\",\"event\":\"problem\",\"where\":\"ip link set dev wg0"
                                + " up\",\"what\":\"failed: in use\",\"fix\":\"try again\"}",
                        "\"level\":\"info\",\"event\":\"change\",\"member\":\"b.example.com\","
                                + "\"what\":\"+ peer b.example.com endpoint 203.0.113.2:51820"
                                + " allowed-ips 10.0.0.2/32\",\"why\":\"b.example.com is a new member\"}",
                        "\"level\":\"info\",\"event\":\"change\",\"member\":\"b.example.com\","
                                + "\"what\":\"+ route 10.0.0.2/32 dev wg0\","
                                + "\"why\":\"b.example.com: not on a local network\"}",
                        "\"level\":\"info\",\"event\":\"message\",\"what\":\"in sync with DNS;"
                                + " next check in 300 s\"}"),
                said.err().lines().map(line -> line.replace(head, "")).toList());
    }

    @Test
    void an_error_that_ends_the_command_is_an_object_too() {
        CommandFixture.CommandOutput said =
                new CommandFixture(folder)
                        .run("apply", "--log-format", "json", "--watch", "--dry-run");
        assertEquals(2, said.exit());
        assertEquals(
                "{\"format\":\"wg-mesh/log\",\"version\":1,\"time\":\"2026-01-02T03:04:05Z\","
                        + "\"level\":\"error\",\"event\":\"problem\","
                        + "\"where\":\"--watch, --dry-run\",\"what\":\"cannot be combined\","
                        + "\"fix\":\"remove one of them\"}\n",
                said.err());
    }
}
