package dev.wgmesh.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completes the last word of a command line. */
public final class Completion {
    private static final String VERSION = "--version";

    /** The label of an argument that is the name of a command. */
    private static final String COMMAND = "COMMAND";

    private final CommandRegistry commands;
    private final ShellState shellState;
    private final Runnable readNames;

    /**
     * Makes a completion.
     *
     * @param readNames adds names of meshes and members to the state, when they are needed
     */
    public Completion(CommandRegistry commands, ShellState shellState, Runnable readNames) {
        this.commands = commands;
        this.shellState = shellState;
        this.readNames = readNames;
    }

    /**
     * What a word can be.
     *
     * @param words each with what it means, which may be empty; in the order of the help
     * @param files whether it can be the name of a file
     * @param prefix what precedes the name of a file in the word, such as {@code --key=}
     */
    public record Candidates(Map<String, String> words, boolean files, String prefix) {
        private static final Candidates NONE = new Candidates(Map.of(), false, "");
    }

    /**
     * Returns what the last word can be.
     *
     * @param line the words of the command line, without the name of the program
     */
    public Candidates of(List<String> line) {
        if (line.isEmpty()) {
            return of(List.of(""));
        }
        String typed = line.getLast();
        List<String> before = line.subList(0, line.size() - 1);
        CommandArguments named =
                CommandArguments.of(
                        before, new KnownOptions(() -> CommandTree.full(commands, shellState)));
        if (named.command().isEmpty()) {
            return top(before, typed);
        }
        return CommandTree.single(named.command().get(), commands, shellState)
                .map(command -> argument(command.getCommandSpec(), named.rest(), typed))
                .orElse(Candidates.NONE);
    }

    /** Returns the commands, or the options that may precede them. */
    private Candidates top(List<String> before, String typed) {
        CommandSpec root = CommandTree.root(commands, shellState).getCommandSpec();
        Optional<OptionSpec> open = openOption(root, before);
        if (open.isPresent()) {
            return values(open.get(), "", typed);
        }
        if (typed.startsWith("-")) {
            return option(root, List.of(), typed, Map.of(VERSION, "Print the version of wg-mesh."));
        }
        var words = new LinkedHashMap<String, String>();
        commands.groups().values().forEach(words::putAll);
        if (typed.startsWith("_")) {
            readNames.run();
            shellState.meshes().forEach(mesh -> words.put(mesh, "Keep this node in the mesh."));
        }
        return matching(words, typed, typed);
    }

    private Candidates argument(CommandSpec command, List<String> before, String typed) {
        boolean onlyArguments = before.contains("--");
        Optional<OptionSpec> open = onlyArguments ? Optional.empty() : openOption(command, before);
        if (open.isPresent()) {
            return values(open.get(), "", typed);
        }
        if (typed.startsWith("-") && !onlyArguments) {
            return option(command, before, typed, Map.of());
        }
        int index = arguments(command, before);
        Optional<PositionalParamSpec> argument =
                command.positionalParameters().stream()
                        .filter(parameter -> parameter.index().contains(index))
                        .findFirst();
        if (argument.isPresent()) {
            return values(argument.get(), "", typed);
        }
        return typed.isEmpty() ? option(command, before, typed, Map.of()) : Candidates.NONE;
    }

    /** Returns the option whose value is the next word. */
    private static Optional<OptionSpec> openOption(CommandSpec command, List<String> before) {
        if (before.isEmpty() || before.size() > 1 && isOpen(command, before, before.size() - 2)) {
            return Optional.empty();
        }
        return Optional.ofNullable(command.optionsMap().get(before.getLast()))
                .filter(Completion::takesValue);
    }

    /** Returns whether the word is an option that the next word is the value of. */
    private static boolean isOpen(CommandSpec command, List<String> words, int at) {
        OptionSpec option = command.optionsMap().get(words.get(at));
        return option != null && takesValue(option);
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    /** Returns how many arguments precede. */
    private static int arguments(CommandSpec command, List<String> before) {
        int count = 0;
        boolean onlyArguments = false;
        for (int at = 0; at < before.size(); at++) {
            String word = before.get(at);
            if (onlyArguments || !word.startsWith("-")) {
                count++;
            } else if (word.equals("--")) {
                onlyArguments = true;
            } else if (isOpen(command, before, at)) {
                at++;
            }
        }
        return count;
    }

    /** Returns the names of options; behind an equals sign, the values of the one that is named. */
    private Candidates option(
            CommandSpec command, List<String> before, String typed, Map<String, String> more) {
        int equals = typed.indexOf('=');
        if (equals > 0) {
            return Optional.ofNullable(command.optionsMap().get(typed.substring(0, equals)))
                    .filter(Completion::takesValue)
                    .map(named ->
                            values(
                                    named,
                                    typed.substring(0, equals + 1),
                                    typed.substring(equals + 1)))
                    .orElse(Candidates.NONE);
        }
        var words = new LinkedHashMap<String, String>();
        for (OptionSpec option :
                Help.groups(command).values().stream().flatMap(List::stream).toList()) {
            boolean isGiven = Stream.of(option.names()).anyMatch(before::contains);
            if (!isGiven || option.isMultiValue()) {
                words.put(longest(option), description(option));
                if (typed.length() > 1) {
                    Arrays.stream(option.names())
                            .forEach(name -> words.putIfAbsent(name, description(option)));
                }
            }
        }
        words.putAll(more);
        return matching(words, typed, typed);
    }

    private static String longest(OptionSpec option) {
        return Stream.of(option.names()).max(Comparator.comparingInt(String::length)).orElseThrow();
    }

    private static String description(ArgSpec option) {
        return String.join(" ", option.description());
    }

    /** Returns the values of an option or argument that begin as the word does. */
    private Candidates values(ArgSpec option, String prefix, String typed) {
        Iterable<String> known = option.completionCandidates();
        var words = new LinkedHashMap<String, String>();
        if (option.paramLabel().equals(COMMAND)) {
            commands.groups().values().forEach(words::putAll);
        }
        if (known instanceof MeshCandidates || known instanceof MemberCandidates) {
            readNames.run();
        }
        if (known != null) {
            known.forEach(value -> words.put(prefix + value, ""));
        }
        Candidates found = matching(words, prefix + typed, prefix + typed);
        return new Candidates(found.words(), isFile(option), prefix);
    }

    private static boolean isFile(ArgSpec option) {
        Class<?> type = option.isMultiValue() ? option.auxiliaryTypes()[0] : option.type();
        return type == Path.class
                || Arrays.asList(option.auxiliaryTypes()).contains(Path.class)
                || option.paramLabel().contains("PATH")
                || option.paramLabel().contains("BUNDLE");
    }

    /** Returns the words that begin as typed, each up to the next equals sign. */
    private static Candidates matching(Map<String, String> words, String typed, String prefix) {
        var found = new LinkedHashMap<String, String>();
        words.forEach((word, meaning) -> {
            if (word.startsWith(typed)) {
                int equals = word.indexOf('=', prefix.length());
                found.putIfAbsent(equals < 0 ? word : word.substring(0, equals + 1), meaning);
            }
        });
        return new Candidates(found, false, "");
    }
}
