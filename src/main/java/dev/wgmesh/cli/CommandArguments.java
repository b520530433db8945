package dev.wgmesh.cli;

import dev.wgmesh.model.MeshName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The words of a command line with the command's name found: options before it are put behind it.
 *
 * @param command empty where no command is named
 * @param rest everything else, in order
 */
record CommandArguments(Optional<String> command, List<String> rest) {
    CommandArguments {
        rest = List.copyOf(rest);
    }

    static CommandArguments of(List<String> args) {
        int at = 0;
        while (at < args.size() && args.get(at).startsWith("-") && args.get(at).length() > 1) {
            boolean takesValue = args.get(at).equals("-o") || args.get(at).equals("--output");
            at += takesValue ? 2 : 1;
        }
        if (at >= args.size()) {
            return new CommandArguments(Optional.empty(), args);
        }
        var rest = new ArrayList<>(args.subList(at + 1, args.size()));
        rest.addAll(0, args.subList(0, at));
        return new CommandArguments(Optional.of(args.get(at)), rest);
    }

    /** The command first, then the rest. */
    List<String> words() {
        return Stream.concat(command.stream(), rest.stream()).toList();
    }

    /** {@code _p2p.example.com} alone goes on for ever: {@code apply --watch _p2p.example.com}. */
    CommandArguments expandBareMesh(CommandRegistry commands) {
        if (command.isEmpty()
                || !commands.names().contains("apply")
                || MeshName.parse(command.get()).isEmpty()) {
            return this;
        }
        var words = new ArrayList<String>();
        words.add("--watch");
        words.addAll(rest);
        words.add(command.get());
        return new CommandArguments(Optional.of("apply"), words);
    }
}
