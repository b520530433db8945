package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.CommandTree;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.Subcommand;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code completion}: a script for bash and zsh. */
@Command(
        name = "completion",
        description = CompletionCommand.SUMMARY,
        footer = {"  source <(wg-mesh completion)"})
final class CompletionCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Print a completion script for bash or zsh.";

    @Override
    public ExitCode run(CommandSession session) {
        session.print(
                AutoComplete.bash(
                        "wg-mesh", CommandTree.full(session.commands(), session.shellState())));
        return ExitCode.SUCCESS;
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
