package dev.wgmesh.shell;

import dev.wgmesh.cli.Commands;
import dev.wgmesh.cli.Exit;
import dev.wgmesh.cli.Memory;
import dev.wgmesh.cli.Outside;
import dev.wgmesh.cli.WgMesh;
import java.util.List;

/** Runs the lines of a shell, each as a command line of its own: no option outlives its line. */
final class Lines {
    private final Outside outside;
    private final Commands commands;
    private final Memory memory;

    Lines(Outside outside, Commands commands, Memory memory) {
        this.outside = outside;
        this.commands = commands.without("shell").with("use", UseCommand::new);
        this.memory = memory;
    }

    /** The commands that a line may name, {@code exit} aside. */
    Commands commands() {
        return commands;
    }

    Memory memory() {
        return memory;
    }

    /** Whether the words say to leave. */
    static boolean leaves(List<String> words) {
        return words.equals(List.of("exit")) || words.equals(List.of("quit"));
    }

    Exit run(List<String> words) {
        List<String> own =
                words.getFirst().equals("wg-mesh") ? words.subList(1, words.size()) : words;
        return new WgMesh(outside, commands, memory).run(own);
    }
}
