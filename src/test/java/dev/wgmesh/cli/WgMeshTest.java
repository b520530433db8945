package dev.wgmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.cli.Streams.StandardStream;
import dev.wgmesh.command.AllCommands;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.render.TerminalColour;
import dev.wgmesh.testing.CommandFixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class WgMeshTest {
    @TempDir Path folder;

    @Command(name = "try")
    static final class TestCommand implements Subcommand {
        private final Function<CommandSession, ExitCode> what;

        TestCommand(Function<CommandSession, ExitCode> what) {
            this.what = what;
        }

        @Override
        public ExitCode run(CommandSession session) {
            return what.apply(session);
        }
    }

    @Command(name = "apply")
    static final class ApplyStub implements Subcommand {
        @Option(names = "--watch")
        boolean watch;

        @Parameters(paramLabel = "MESH")
        String mesh = "";

        @Override
        public ExitCode run(CommandSession session) {
            session.println((watch ? "watching " : "once ") + mesh);
            return ExitCode.SUCCESS;
        }
    }

    private CommandFixture screenWith(Function<CommandSession, ExitCode> what) {
        return new CommandFixture(folder)
                .commands(AllCommands.all().with("try", "Test.", () -> new TestCommand(what)));
    }

    @Test
    void a_mistyped_command_is_answered_with_the_nearest() {
        var shown = new CommandFixture(folder).run("keygn");
        assertEquals(
                """
                error: wg-mesh: unknown command 'keygn'
                  fix: did you mean wg-mesh keygen?
                """,
                shown.err());
        assertEquals("", shown.out());
        assertEquals(2, shown.exit());
    }

    @Test
    void a_mistyped_option_is_answered_with_the_nearest_and_no_page_of_help() {
        var shown = new CommandFixture(folder).run("keygen", "--cuont", "3");
        assertEquals(
                """
                error: wg-mesh keygen: unknown option '--cuont'
                  fix: did you mean --count?
                """,
                shown.err());
        assertEquals(2, shown.exit());
    }

    @Test
    void wrong_usage_is_reported_in_three_facts() {
        assertEquals(
                """
                error: wg-mesh keygen --count: expected a number from 1 to 1000000, got 'x'
                  fix: see wg-mesh keygen --help
                """,
                new CommandFixture(folder).run("keygen", "--count", "x").err());
        assertEquals(
                """
                error: wg-mesh keygen --output: expected one of text, json, got 'xml'
                  fix: see wg-mesh keygen --help
                """,
                new CommandFixture(folder).run("keygen", "-o", "xml").err());
        assertEquals(
                """
                error: wg-mesh keygen --count: requires a value: N
                  fix: see wg-mesh keygen --help
                """,
                new CommandFixture(folder).run("keygen", "--count").err());
    }

    @Test
    void what_looks_like_a_key_is_never_repeated() {
        String key = "yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=";
        for (List<String> words :
                List.of(
                        List.of("keygen", key),
                        List.of(key),
                        List.of("keygen", "--count", key),
                        List.of("keygen", "--" + key),
                        List.of("keygen", "-o", key),
                        List.of("help", key))) {
            var shown = new CommandFixture(folder).run(words.toArray(String[]::new));
            assertEquals(2, shown.exit(), words.toString());
            assertFalse((shown.err() + shown.out()).contains(key.substring(0, 30)), shown.err());
        }
    }

    @Test
    void escapes_in_a_word_do_not_reach_the_terminal() {
        var shown = new CommandFixture(folder).run("\u001b[31mred");
        assertFalse(shown.err().contains("\u001b"), shown.err());
    }

    @Test
    void each_kind_of_failure_has_its_exit_code() {
        assertEquals(2, screenWith(_ -> fail(Failure.input("a", "b", "c"))).run("try").exit());
        assertEquals(3, screenWith(_ -> fail(Failure.unreadable("a", "b", "c"))).run("try").exit());
        assertEquals(4, screenWith(_ -> fail(Failure.refused("a", "b", "c"))).run("try").exit());
        assertEquals(5, screenWith(_ -> fail(Failure.partial("a", "b", "c"))).run("try").exit());
        assertEquals(1, screenWith(_ -> ExitCode.FINDINGS_OR_CHANGES).run("try").exit());
    }

    private static ExitCode fail(RuntimeException e) {
        throw e;
    }

    @Test
    void a_failure_is_reported_in_json_where_json_is_asked_for() {
        var shown =
                screenWith(_ -> fail(Failure.refused("zones/a.zone:3", "is taken", "take another")))
                        .run("try", "-o", "json");
        assertEquals(
                """
                {
                  "format": "wg-mesh/problems",
                  "version": 1,
                  "problems": [
                    {
                      "where": "zones/a.zone:3",
                      "what": "is taken",
                      "fix": "take another"
                    }
                  ]
                }
                """,
                shown.out());
        assertEquals(
                """
                error: zones/a.zone:3: is taken
                  fix: take another
                """,
                shown.err());
    }

    @Test
    void wrong_usage_is_reported_in_json_where_json_is_asked_for() {
        assertTrue(
                new CommandFixture(folder)
                        .run("keygen", "--nope", "-o", "json")
                        .out()
                        .startsWith("{\n  \"format\": \"wg-mesh/problems\","));
    }

    @Test
    void a_bug_is_a_short_report_and_a_stack_trace_only_with_debug() {
        var screen = screenWith(_ -> fail(new IllegalStateException("oops")));
        var shown = screen.run("try");
        assertEquals(70, shown.exit());
        assertEquals(2, shown.err().lines().count());
        assertTrue(shown.err().contains("this is a bug: IllegalStateException at dev.wgmesh"));
        assertTrue(screen.run("try", "--debug").err().contains("\tat dev.wgmesh"));
    }

    @Test
    void a_mesh_alone_is_kept_by_apply() {
        var screen =
                new CommandFixture(folder)
                        .commands(AllCommands.all().with("apply", "Test.", ApplyStub::new));
        assertEquals("watching _p2p.example.com\n", screen.run("_p2p.example.com").out());
        assertEquals("watching _p2p.example.com\n", screen.run("-v", "_p2p.example.com").out());
        assertEquals("once _p2p.example.com\n", screen.run("apply", "_p2p.example.com").out());
    }

    @Test
    void options_of_every_command_may_precede_it() {
        assertEquals(
                new CommandFixture(folder).run("version", "-o", "json"),
                new CommandFixture(folder).run("-o", "json", "version"));
    }

    @Test
    void alone_it_prints_its_help_and_on_a_terminal_opens_the_shell() {
        var screen =
                new CommandFixture(folder)
                        .commands(
                                AllCommands.all()
                                        .with(
                                                "shell",
                                                "Test.",
                                                () -> new TestCommand(s -> say(s, "a shell"))));
        assertTrue(screen.run().out().startsWith("Usage: wg-mesh "));
        assertEquals(
                "a shell\n", screen.terminals(StandardStream.IN, StandardStream.OUT).run().out());
    }

    private static ExitCode say(CommandSession session, String line) {
        session.println(line);
        return ExitCode.SUCCESS;
    }

    @Test
    void every_command_has_examples_in_its_help() {
        for (String name : AllCommands.all().names()) {
            var shown = new CommandFixture(folder).run(name, "--help");
            assertEquals(0, shown.exit());
            assertTrue(shown.out().contains("Examples:\n  "), name);
            assertEquals(shown, new CommandFixture(folder).run("help", name));
        }
    }

    @Test
    void the_help_of_wg_mesh_has_the_summary_and_the_options_of_every_command() {
        String page = new CommandFixture(folder).run("help").out();
        assertEquals(page, new CommandFixture(folder).run("--help").out());
        String keygen = new CommandFixture(folder).run("keygen", "--help").out();
        CommonOptions.HELP.forEach((names, meaning) -> {
            String row = "\n  " + names + " +" + Pattern.quote(meaning) + "\n";
            assertTrue(Pattern.compile(row).matcher(page).find(), names);
            assertTrue(Pattern.compile(row).matcher(keygen).find(), names);
        });
        for (var spec :
                CommandTree.full(AllCommands.all(), new ShellState()).getSubcommands().values()) {
            String summary = spec.getCommandSpec().usageMessage().description()[0];
            String words = page.replaceAll("\\s+", " ");
            assertTrue(words.contains(spec.getCommandName() + " " + summary), summary);
        }
    }

    @Test
    void the_help_of_wg_mesh_fits_any_width() {
        String wide = Overview.text(AllCommands.all(), 100, TerminalColour.NONE);
        for (int width = 60; width < 100; width++) {
            String page = Overview.text(AllCommands.all(), width, TerminalColour.NONE);
            int widest = page.lines().mapToInt(String::length).max().orElseThrow();
            assertTrue(widest <= width, widest + " of " + width);
            assertEquals(wide.replaceAll("\\s+", " "), page.replaceAll("\\s+", " "));
        }
    }

    @Test
    void every_example_in_a_help_can_be_parsed() {
        for (var spec :
                CommandTree.full(AllCommands.all(), new ShellState()).getSubcommands().values()) {
            for (String example : examples(spec.getCommandSpec())) {
                String words = example.replaceFirst(".*wg-mesh ", "").replaceAll("[<>|)].*", "");
                CommandTree.full(AllCommands.all(), new ShellState())
                        .parseArgs(words.strip().split(" +"));
            }
        }
    }

    private static String[] examples(CommandSpec spec) {
        return spec.usageMessage().footer();
    }

    @Test
    void colour_is_for_terminals_that_want_it() {
        var screen =
                screenWith(_ -> fail(Failure.input("a", "b", "c")))
                        .environment("TERM", "xterm")
                        .terminals(StandardStream.OUT, StandardStream.ERR);
        assertTrue(screen.run("try").err().startsWith("\u001b[31merror:\u001b[0m"));
        assertTrue(screen.run("try", "--no-color").err().startsWith("error:"));
        assertTrue(screen.run("try", "--plain").err().startsWith("error:"));
        assertTrue(screen.environment("NO_COLOR", "1").run("try").err().startsWith("error:"));
    }

    @Test
    void it_ends_quietly_when_nobody_reads() {
        var screen = new CommandFixture(folder);
        OutputStream gone =
                new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };
        var streams = new Streams(InputStream.nullInputStream(), gone, gone, Set.of(), 80);
        var exit =
                new WgMesh(screen.hostEnvironment(streams), AllCommands.all(), new ShellState())
                        .run(List.of("help"));
        assertEquals(ExitCode.STDOUT_CLOSED, exit);
    }

    @Test
    void an_interrupted_command_ends_with_130() {
        @Command(name = "wait")
        final class Wait implements Subcommand {
            @Override
            public ExitCode run(CommandSession session) throws InterruptedException {
                throw new InterruptedException();
            }
        }

        var shown =
                new CommandFixture(folder)
                        .commands(AllCommands.all().with("wait", "Test.", Wait::new))
                        .run("wait");
        assertEquals(new CommandFixture.CommandOutput(130, "", ""), shown);
    }
}
