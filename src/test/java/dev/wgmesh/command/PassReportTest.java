package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.apply.PassResult;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.SimulatedNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

/** What passes print that follow each other. */
class PassReportTest {
    private static final Problem FAILED = Problem.of("ip link set dev wg0 up", "failed: in use");

    @TempDir Path folder;

    /** Reports passes, one for each list of what failed. */
    @Command(name = "passes")
    private static final class Passes implements Subcommand {
        private final List<List<Problem>> failed;

        Passes(List<List<Problem>> failed) {
            this.failed = failed;
        }

        @Override
        public ExitCode run(CommandSession session) {
            var report = new PassReport(session, new MeshName("_p2p.example.com"), false);
            failed.forEach(pass -> report.passed(result(pass), Duration.ofSeconds(2)));
            return ExitCode.SUCCESS;
        }
    }

    private static PassResult result(List<Problem> failed) {
        var node = new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24");
        return new PassResult(
                node.node(),
                List.of(node.plan("a.example.com mesh=10.0.0.1 at=203.0.113.1")),
                failed,
                Optional.empty(),
                List.of(),
                Duration.ofSeconds(300));
    }

    private String errors(List<List<Problem>> failed) {
        return new CommandFixture(folder)
                .commands(AllCommands.all().with("passes", "Test.", () -> new Passes(failed)))
                .run("passes")
                .err();
    }

    @Test
    void a_change_that_fails_in_each_pass_is_reported_once() {
        String once = errors(List.of(List.of(FAILED)));
        assertEquals(true, once.contains("error: ip link set dev wg0 up: failed: in use"), once);
        assertEquals(once, errors(List.of(List.of(FAILED), List.of(FAILED), List.of(FAILED))));
    }

    /** Reports passes that fail for the same reason. */
    @Command(name = "failures")
    private static final class Failures implements Subcommand {
        @Override
        public ExitCode run(CommandSession session) {
            var report = new PassReport(session, new MeshName("_p2p.example.com"), false);
            var failure = Failure.unreadable("interface wg0", "does not exist", "create it");
            report.failed(failure, Duration.ofSeconds(2));
            report.failed(failure, Duration.ofSeconds(4));
            return ExitCode.SUCCESS;
        }
    }

    @Test
    void a_pass_that_fails_is_reported_once_with_the_time_of_the_next() {
        assertEquals(
                """
                error: interface wg0: does not exist
                  fix: create it
                nothing changed; next check in 2 s
                """,
                new CommandFixture(folder)
                        .commands(AllCommands.all().with("failures", "Test.", Failures::new))
                        .run("failures")
                        .err());
    }

    @Test
    void a_change_that_fails_again_after_a_pass_without_failure_is_reported_again() {
        String twice = errors(List.of(List.of(FAILED), List.of(), List.of(FAILED)));
        assertEquals(2, twice.lines().filter(l -> l.startsWith("error: ")).count(), twice);
    }
}
