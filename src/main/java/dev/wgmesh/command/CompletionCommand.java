package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code completion}: a script for bash, zsh or fish. */
@Command(
        name = "completion",
        description = {
            CompletionCommand.SUMMARY,
            "It completes commands, options, values, files, meshes, members and rules."
        },
        footer = {
            "  source <(wg-mesh completion bash)",
            "  source <(wg-mesh completion zsh)",
            "  wg-mesh completion fish > ~/.config/fish/completions/wg-mesh.fish"
        })
final class CompletionCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Print a completion script for bash, zsh or fish.";

    @Parameters(
            paramLabel = "SHELL",
            arity = "0..1",
            description = "${COMPLETION-CANDIDATES} (default: bash).")
    CompletionScript shell = CompletionScript.BASH;

    @Override
    public ExitCode run(CommandSession session) {
        session.print(shell.text());
        return ExitCode.SUCCESS;
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
