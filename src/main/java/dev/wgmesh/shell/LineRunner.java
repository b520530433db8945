package dev.wgmesh.shell;

import dev.wgmesh.cli.CommandRegistry;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.HostEnvironment;
import dev.wgmesh.cli.ShellState;
import dev.wgmesh.cli.WgMesh;
import java.util.List;

/** Runs the lines of a shell, each as a command line of its own: no option outlives its line. */
final class LineRunner {
    private final HostEnvironment outside;
    private final CommandRegistry commands;
    private final ShellState shellState;

    LineRunner(HostEnvironment outside, CommandRegistry commands, ShellState shellState) {
        this.outside = outside;
        this.commands = commands.without("shell").with("use", UseCommand.SUMMARY, UseCommand::new);
        this.shellState = shellState;
    }

    /** Returns the commands that a line may name, besides {@code exit}. */
    CommandRegistry commands() {
        return commands;
    }

    ShellState shellState() {
        return shellState;
    }

    /** Returns whether the words end the shell. */
    static boolean isExit(List<String> words) {
        return words.equals(List.of("exit")) || words.equals(List.of("quit"));
    }

    ExitCode run(List<String> words) {
        List<String> own =
                words.getFirst().equals("wg-mesh") ? words.subList(1, words.size()) : words;
        return new WgMesh(outside, commands, shellState).run(own);
    }
}
