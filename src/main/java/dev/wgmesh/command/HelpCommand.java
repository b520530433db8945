package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.CommandTree;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.Help;
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
        description = "Show the options and examples of a command.",
        footer = {"  wg-mesh help", "  wg-mesh help keygen"})
final class HelpCommand implements Subcommand {
    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..1",
            description = "Command (default: list all).")
    Optional<String> command = Optional.empty();

    @Override
    public ExitCode run(CommandSession session) {
        CommandLine root = CommandTree.full(session.commands(), session.shellState());
        CommandLine asked = root;
        if (command.isPresent()) {
            asked = root.getSubcommands().get(command.get());
            if (asked == null) {
                throw new Failure(
                        Failure.Kind.INPUT,
                        List.of(UsageError.unknownCommand(command.get(), session.commands())));
            }
        }
        Help.print(asked, session);
        return ExitCode.SUCCESS;
    }
}
