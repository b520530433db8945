package dev.wgmesh.cli;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of all commands, which may precede the command's name. Options of one name take a
 * value in every command, or in none. The tree of all commands is made only for an option that not
 * every command has.
 */
final class KnownOptions {
    /** The options of every command, with the number of words that follow as a value. */
    private static final Map<String, Integer> COMMON =
            Map.of(
                    "-h",
                    0,
                    "--help",
                    0,
                    "-o",
                    1,
                    "--output",
                    1,
                    "-v",
                    0,
                    "--verbose",
                    0,
                    "--debug",
                    0,
                    "--no-color",
                    0,
                    "--plain",
                    0);

    /** The options of wg-mesh without a command. */
    private static final Map<String, Integer> VERSION = Map.of("-V", 0, "--version", 0);

    private final Supplier<CommandLine> tree;
    private Map<String, Integer> all = Map.of();

    KnownOptions(Supplier<CommandLine> tree) {
        this.tree = tree;
    }

    /** Returns whether a command has the option that the word gives. */
    boolean contains(String word) {
        return lookup(word) >= 0;
    }

    /** Returns whether the value of the option is the next word. */
    boolean takesNextWord(String word) {
        return lookup(word) == 1;
    }

    /** Returns the names of the long options, sorted. */
    Collection<String> longNames() {
        var names = new TreeSet<String>();
        all().keySet().stream().filter(name -> name.startsWith("--")).forEach(names::add);
        return names;
    }

    /** Returns the number of words that follow as a value, 0 or 1; -1 for an unknown option. */
    private int lookup(String word) {
        int equals = word.indexOf('=');
        if (equals > 0) {
            return arity(word.substring(0, equals)) < 0 ? -1 : 0;
        }
        int arity = arity(word);
        boolean isShort = !word.startsWith("--") && word.length() > 2;
        return arity >= 0 || !isShort ? arity : Math.min(arity(word.substring(0, 2)), 0);
    }

    private int arity(String name) {
        Integer common = COMMON.get(name);
        if (common == null) {
            common = VERSION.get(name);
        }
        return common != null ? common : all().getOrDefault(name, -1);
    }

    private Map<String, Integer> all() {
        if (all.isEmpty()) {
            var known = new HashMap<>(COMMON);
            known.putAll(VERSION);
            CommandLine root = tree.get();
            root.getSubcommands()
                    .values()
                    .forEach(command ->
                            command.getCommandSpec()
                                    .options()
                                    .forEach(option -> add(option, known)));
            all = known;
        }
        return all;
    }

    private static void add(OptionSpec option, Map<String, Integer> known) {
        for (String name : option.names()) {
            known.put(name, Math.min(option.arity().max(), 1));
        }
    }
}
