package dev.wgmesh.cli;

import dev.wgmesh.model.MeshName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The words of a command line with the command's name identified: options before it are moved
 * behind it.
 *
 * @param command empty where no command is named
 * @param unknownOption the first option before the command that no command has
 * @param rest everything else, in order
 */
record CommandArguments(
        Optional<String> command, Optional<String> unknownOption, List<String> rest) {
    CommandArguments {
        rest = List.copyOf(rest);
    }

    /** Returns the words of a command line; an option before the command keeps its value. */
    static CommandArguments of(List<String> args, KnownOptions options) {
        Optional<String> unknown = Optional.empty();
        int at = 0;
        while (at < args.size() && args.get(at).startsWith("-") && args.get(at).length() > 1) {
            String word = args.get(at);
            if (unknown.isEmpty() && !options.contains(word)) {
                unknown = Optional.of(word);
            }
            at += options.takesNextWord(word) ? 2 : 1;
        }
        if (at >= args.size()) {
            return new CommandArguments(Optional.empty(), unknown, args);
        }
        var rest = new ArrayList<>(args.subList(at + 1, args.size()));
        rest.addAll(0, args.subList(0, at));
        return new CommandArguments(Optional.of(args.get(at)), unknown, rest);
    }

    /** Returns the command first, then the rest. */
    List<String> words() {
        return Stream.concat(command.stream(), rest.stream()).toList();
    }

    /** Returns {@code apply --watch MESH} for a mesh alone. */
    CommandArguments expandBareMesh(CommandRegistry commands) {
        if (command.isEmpty()
                || commands.names().contains(command.get())
                || !commands.names().contains("apply")
                || MeshName.parse(command.get()).isEmpty()) {
            return this;
        }
        var words = new ArrayList<String>();
        words.add("--watch");
        words.addAll(rest);
        words.add(command.get());
        return new CommandArguments(Optional.of("apply"), unknownOption, words);
    }
}
