package dev.wgmesh.command;

import dev.wgmesh.cli.Action;
import dev.wgmesh.cli.Exit;
import dev.wgmesh.cli.Session;
import dev.wgmesh.cli.Tree;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code completion}: a script for bash and zsh. */
@Command(
        name = "completion",
        description =
                "Prints a script that completes wg-mesh's commands and options in bash or zsh.",
        footer = {"  source <(wg-mesh completion)"})
final class CompletionCommand implements Action {
    @Override
    public Exit run(Session session) {
        session.print(
                AutoComplete.bash("wg-mesh", Tree.whole(session.commands(), session.memory())));
        return Exit.DONE;
    }
}
