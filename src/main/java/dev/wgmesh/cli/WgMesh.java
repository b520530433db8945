package dev.wgmesh.cli;

import dev.wgmesh.limits.HeapLimit;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.JsonDocument;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line: runs the command that the words name, and returns its exit code. */
public final class WgMesh {
    private final HostEnvironment outside;
    private final CommandRegistry commands;
    private final ShellState shellState;

    /** Makes a command line; {@code shellState} is what its runs leave to each other. */
    public WgMesh(HostEnvironment outside, CommandRegistry commands, ShellState shellState) {
        this.outside = outside;
        this.commands = commands;
        this.shellState = shellState;
    }

    /** Runs the command that the words name. */
    public ExitCode run(List<String> args) {
        var session =
                new CommandSession(
                        outside,
                        CommonOptions.guessOutputStyle(args, outside),
                        commands,
                        shellState);
        try {
            var options = new KnownOptions(() -> CommandTree.full(commands, shellState));
            CommandArguments words = CommandArguments.of(args, options).expandBareMesh(commands);
            if (words.unknownOption().isPresent()) {
                return report(
                        session,
                        ExitCode.INPUT,
                        List.of(UsageError.unknownOption(words.unknownOption().get(), options)));
            }
            return words.command().isEmpty()
                    ? runWithoutCommand(words, session)
                    : runCommand(words, session);
        } catch (ClosedStdout _) {
            return ExitCode.STDOUT_CLOSED;
        }
    }

    /** Opens the shell on a terminal, else prints the help. */
    private ExitCode runWithoutCommand(CommandArguments words, CommandSession session) {
        if (words.rest().isEmpty()
                && outside.streams().isInteractive()
                && commands.names().contains("shell")) {
            return runCommand(
                    new CommandArguments(Optional.of("shell"), Optional.empty(), List.of()),
                    session);
        }
        return runTask(
                session,
                () -> {
                    CommandLine root = CommandTree.root(commands, shellState);
                    List<String> rest = words.rest();
                    if (rest.equals(List.of("--version")) || rest.equals(List.of("-V"))) {
                        return commands.create("version").orElseThrow().run(session);
                    }
                    CommandTree.parse(root, rest);
                    Overview.print(session);
                    return ExitCode.SUCCESS;
                });
    }

    private ExitCode runCommand(CommandArguments words, CommandSession early) {
        String name = words.command().orElseThrow();
        Optional<Subcommand> action = commands.create(name);
        if (action.isEmpty()) {
            return report(
                    early, ExitCode.INPUT, List.of(UsageError.unknownCommand(name, commands)));
        }
        if (action.get() instanceof VerbatimCommand verbatim) {
            return runTask(early, () -> verbatim.run(words.rest(), early));
        }
        if (words.rest().isEmpty() && action.get().isCompleteAlone()) {
            return runTask(early, () -> action.get().run(early));
        }
        Optional<CommonOptions> plain =
                PlainOptions.parse(
                        OptionTables.of(action.get().getClass().getName()),
                        action.get(),
                        words.rest());
        if (plain.isPresent()) {
            var session =
                    new CommandSession(
                            outside, plain.get().outputStyle(outside), commands, shellState);
            return runTask(session, () -> action.get().run(session));
        }
        return runTask(
                early,
                () -> {
                    CommandLine branch = CommandTree.single(name, action.get(), shellState);
                    CommandTree.parse(branch.getParent(), words.words());
                    OutputStyle manner =
                            CommandTree.commonOptions(branch.getCommandSpec()).outputStyle(outside);
                    var session = new CommandSession(outside, manner, commands, shellState);
                    if (branch.isUsageHelpRequested()) {
                        Help.print(branch, session);
                        session.flush();
                        return ExitCode.SUCCESS;
                    }
                    return runTask(session, () -> action.get().run(session));
                });
    }

    /** A step of a command that may fail. */
    private interface CommandTask {
        ExitCode run() throws InterruptedException, IOException;
    }

    private ExitCode runTask(CommandSession session, CommandTask step) {
        try {
            ExitCode exit = step.run();
            session.flush();
            return exit;
        } catch (ParameterException e) {
            return report(session, ExitCode.INPUT, UsageError.of(e));
        } catch (Failure e) {
            if (Thread.interrupted()) {
                return ExitCode.INTERRUPTED;
            }
            if (session.outputStyle().debug()) {
                session.trace(e);
            }
            return report(session, ExitCode.of(e.kind()), e.problems());
        } catch (InterruptedException _) {
            return ExitCode.INTERRUPTED;
        } catch (ClosedStdout e) {
            throw e;
        } catch (OutOfMemoryError _) {
            return report(session, ExitCode.UNREADABLE, List.of(HeapLimit.ofProcess().problem()));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            if (session.outputStyle().debug()) {
                session.trace(e);
            }
            return report(session, ExitCode.BUG, List.of(bug(e)));
        }
    }

    private static Problem bug(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        String at = trace.length == 0 ? "" : " at " + trace[0];
        return new Problem(
                "wg-mesh " + Version.text(),
                "this is a bug: " + e.getClass().getSimpleName() + at,
                "please report it with the output of --debug");
    }

    private static ExitCode report(CommandSession session, ExitCode exit, List<Problem> problems) {
        session.error(problems);
        if (session.json()) {
            session.print(JsonDocument.problems(problems));
        }
        try {
            session.flush();
        } catch (IOException | Failure _) {
            return exit;
        }
        return exit;
    }

    /** The top of the tree. */
    @Command(name = "wg-mesh", synopsisSubcommandLabel = "COMMAND")
    static final class RootCommand {}
}
