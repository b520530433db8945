package dev.wgmesh.command;

import dev.wgmesh.cli.Action;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.CommandTree;
import dev.wgmesh.cli.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code completion}: a script for bash and zsh. */
@Command(
        name = "completion",
        description = "Print a completion script for bash or zsh.",
        footer = {"  source <(wg-mesh completion)"})
final class CompletionCommand implements Action {
    @Override
    public ExitCode run(CommandSession session) {
        session.print(
                AutoComplete.bash(
                        "wg-mesh", CommandTree.whole(session.commands(), session.memory())));
        return ExitCode.DONE;
    }
}
