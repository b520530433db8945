package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.cli.CommandRegistry;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Confirmation;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.Streams.StandardStream;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.render.SetupReport.Step;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.ScriptedPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

/** The unit that {@code up} enables: on a machine with systemd, without it, and as it is asked. */
class NodeServiceTest {
    private static final String UNIT = "wg-mesh@_p2p.example.com.service";
    private static final String WATCH = "wg-mesh apply --watch";
    private static final String ENABLE = "systemctl enable --now --no-block " + UNIT;

    @TempDir Path folder;
    private ScriptedPrograms programs =
            new ScriptedPrograms()
                    .prints("systemctl is-enabled", "disabled\n")
                    .prints("systemctl is-active", "inactive\n");
    private CommandFixture screen;
    private boolean standard = true;
    private boolean places;

    /** Gives the session of a command to a test. */
    @Command(name = "test", description = "Test.")
    private static final class TestCommand implements Subcommand {
        private final Consumer<CommandSession> test;

        TestCommand(Consumer<CommandSession> test) {
            this.test = test;
        }

        @Override
        public ExitCode run(CommandSession session) {
            test.accept(session);
            return ExitCode.SUCCESS;
        }
    }

    @BeforeEach
    void machine() {
        screen = new CommandFixture(folder);
    }

    private void booted() throws IOException {
        Files.createDirectories(folder.resolve("run/systemd/system"));
    }

    private void installed() throws IOException {
        booted();
        Path units = Files.createDirectories(folder.resolve("lib/systemd/system"));
        Files.writeString(units.resolve("wg-mesh@.service"), "[Service]\n");
    }

    private Step enable(boolean yes) {
        return step((service, session) -> service.enable(new Confirmation(session, yes), WATCH));
    }

    private Step step(BiFunction<NodeService, CommandSession, Step> action) {
        var steps = new ArrayList<Step>();
        var failures = new ArrayList<Failure>();
        var command =
                new TestCommand(session -> {
                    MeshName mesh = new MeshName("_p2p.example.com");
                    var service = new NodeService(session, mesh, standard, places);
                    try {
                        steps.add(action.apply(service, session));
                    } catch (Failure failure) {
                        failures.add(failure);
                    }
                });
        screen.programs(programs)
                .commands(
                        CommandRegistry.empty().group("Test").with("test", "Test.", () -> command))
                .run("test");
        failures.forEach(failure -> {
            throw failure;
        });
        return steps.getFirst();
    }

    @Test
    void a_machine_without_systemd_or_the_unit_gets_the_command_to_run_instead()
            throws IOException {
        assertEquals(
                "service: not enabled: systemd does not run here; run: wg-mesh apply --watch",
                enable(true).line());
        booted();
        assertEquals(
                "service: not enabled: wg-mesh@.service is not installed; run: wg-mesh apply"
                        + " --watch",
                enable(true).line());
        installed();
        standard = false;
        assertEquals(
                "service: not enabled: the unit uses wg0, /etc/wg-mesh/wg0.key and"
                        + " /var/lib/wg-mesh; run: wg-mesh apply --watch",
                enable(true).line());
        assertEquals(List.of(), programs.ran());
    }

    @Test
    void the_unit_is_enabled_with_consent_only() throws IOException {
        installed();
        String enable = "; to enable it, run: " + ENABLE;
        assertEquals(
                "service: not enabled: stdin or stderr is not a terminal, and --yes was not given"
                        + enable,
                enable(false).line());
        screen.terminals(StandardStream.IN, StandardStream.ERR).input("n\n");
        assertEquals("service: not enabled: the answer was no" + enable, enable(false).line());
        assertEquals(0, programs.started().stream().filter(ENABLE::equals).count());
        screen.input("y\n");
        assertEquals("service: " + UNIT + " enabled and started", enable(false).line());
        places = true;
        assertEquals(
                "service: "
                        + UNIT
                        + " enabled and started; it reads records as /etc/wg-mesh/wg-mesh.toml"
                        + " says, else by the system's resolver",
                enable(true).line());
        assertEquals(2, programs.started().stream().filter(ENABLE::equals).count());
    }

    @Test
    void a_dry_run_names_the_unit_and_asks_nothing() throws IOException {
        installed();
        assertEquals(
                "service: " + UNIT + " would be enabled and started",
                step((service, _) -> service.plan(WATCH)).line());
        assertEquals(List.of("systemctl is-enabled " + UNIT), programs.ran());
        programs = state("enabled", "active");
        assertEquals(
                "service: " + UNIT + " is enabled and runs",
                step((service, _) -> service.plan(WATCH)).line());
    }

    @Test
    void a_unit_that_runs_is_left_alone_and_one_that_only_starts_at_boot_is_started()
            throws IOException {
        installed();
        for (String state : List.of("active", "activating", "reloading")) {
            programs = state("enabled", state);
            assertEquals("service: " + UNIT + " is enabled and runs", enable(true).line());
            assertEquals(
                    List.of("systemctl is-enabled " + UNIT, "systemctl is-active " + UNIT),
                    programs.ran());
        }
        for (ScriptedPrograms left :
                List.of(state("enabled", "failed"), state("disabled", "active"))) {
            programs = left;
            assertEquals("service: " + UNIT + " enabled and started", enable(true).line());
        }
    }

    private static ScriptedPrograms state(String enabled, String active) {
        return new ScriptedPrograms()
                .prints("systemctl is-enabled", enabled + "\n")
                .prints("systemctl is-active", active + "\n");
    }

    @Test
    void what_systemd_refuses_is_reported() throws IOException {
        installed();
        programs = state("disabled", "inactive").fails(ENABLE, 1, "Unit is masked.");
        Failure failure = assertThrows(Failure.class, () -> enable(true));
        assertEquals(Failure.Kind.PARTIAL, failure.kind());
        assertEquals(
                ENABLE + ": failed: Unit is masked.",
                failure.problems().getFirst().where()
                        + ": "
                        + failure.problems().getFirst().what());
    }
}
