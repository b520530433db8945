package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.CommandTree;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.Help;
import dev.wgmesh.cli.Overview;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.cli.UsageError;
import dev.wgmesh.problem.Failure;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code help}: what a command does, with examples. */
@Command(
        name = "help",
        description = HelpCommand.SUMMARY,
        footer = {"  wg-mesh help", "  wg-mesh help keygen"})
final class HelpCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Show the options and examples of a command.";

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..1",
            description = "Command (default: list all).")
    Optional<String> command = Optional.empty();

    @Override
    public ExitCode run(CommandSession session) {
        if (command.isPresent()) {
            Help.print(named(command.get(), session), session);
        } else {
            Overview.print(session);
        }
        return ExitCode.SUCCESS;
    }

    private static CommandLine named(String name, CommandSession session) {
        return CommandTree.single(name, session.commands(), session.shellState())
                .orElseThrow(() ->
                        new Failure(
                                Failure.Kind.INPUT,
                                List.of(UsageError.unknownCommand(name, session.commands()))));
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
