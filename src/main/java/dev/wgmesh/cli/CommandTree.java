package dev.wgmesh.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** picocli's tree of the commands: all of it, or the one branch that is named. */
public final class CommandTree {
    private static final String COMMON = OptionRow.COMMON;

    private CommandTree() {}

    /** Returns the whole tree, for help, completion and documents. */
    public static CommandLine full(CommandRegistry commands, ShellState shellState) {
        CommandLine root = command(new WgMesh.RootCommand(), shellState);
        for (String name : commands.names()) {
            commands.create(name)
                    .ifPresent(action -> root.addSubcommand(name, command(action, shellState)));
        }
        return root;
    }

    /** Returns the root, whose commands have no options. */
    static CommandLine root(CommandRegistry commands, ShellState shellState) {
        CommandLine root = command(new WgMesh.RootCommand(), shellState);
        for (String name : commands.names()) {
            root.addSubcommand(name, new CommandLine(CommandSpec.create().name(name)));
        }
        return root;
    }

    /** Returns one command, as part of the tree; making one instead of all saves start-up time. */
    public static Optional<CommandLine> single(
            String name, CommandRegistry commands, ShellState shellState) {
        return commands.create(name).map(action -> single(name, action, shellState));
    }

    static CommandLine single(String name, Subcommand action, ShellState shellState) {
        CommandLine root = command(new WgMesh.RootCommand(), shellState);
        CommandLine branch = command(action, shellState);
        root.addSubcommand(name, branch);
        return branch;
    }

    /**
     * Parses the words of a command line.
     *
     * @throws ParameterException for unknown options, if there are any: they are the cause of other
     *     errors, such as a value that was taken for an argument; else for the first error
     */
    static void parse(CommandLine root, List<String> words) {
        CommandLine named =
                words.isEmpty() ? root : root.getSubcommands().getOrDefault(words.getFirst(), root);
        List<String> unknown = unknownLongOptions(named.getCommandSpec(), words);
        if (!unknown.isEmpty()) {
            throw new UnmatchedArgumentException(named, unknown);
        }
        collectErrors(root);
        var errors = new ArrayList<ParameterException>();
        Optional<ParseResult> result = Optional.of(root.parseArgs(words.toArray(String[]::new)));
        while (result.isPresent()) {
            for (Exception error : result.get().errors()) {
                errors.add((ParameterException) error);
            }
            result = Optional.ofNullable(result.get().subcommand());
        }
        Optional<ParameterException> cause =
                errors.stream()
                        .filter(CommandTree::isUnknownOption)
                        .findFirst()
                        .or(() -> errors.stream().findFirst());
        if (cause.isPresent()) {
            throw cause.get();
        }
    }

    /** Returns the unknown long options, also where picocli takes one for the value of another. */
    private static List<String> unknownLongOptions(CommandSpec spec, List<String> words) {
        return words.stream()
                .takeWhile(word -> !word.equals("--"))
                .filter(word -> word.startsWith("--"))
                .filter(word -> !spec.optionsMap().containsKey(word.replaceFirst("=.*", "")))
                .toList();
    }

    private static void collectErrors(CommandLine line) {
        line.getCommandSpec().parser().collectErrors(true);
        line.getSubcommands().values().forEach(CommandTree::collectErrors);
    }

    private static boolean isUnknownOption(ParameterException error) {
        return error instanceof UnmatchedArgumentException unmatched
                && unmatched.getUnmatched().stream().anyMatch(word -> word.startsWith("-"));
    }

    /** Returns the options of every command, as they were parsed for this one. */
    static CommonOptions commonOptions(CommandSpec spec) {
        CommandSpec mixin = spec.mixins().get(COMMON);
        if (mixin == null) {
            throw new IllegalArgumentException(spec.name() + " was not made here");
        }
        return (CommonOptions) mixin.userObject();
    }

    private static CommandLine command(Object annotated, ShellState shellState) {
        var line = new CommandLine(annotated, factory(shellState));
        line.addMixin(COMMON, new CommonOptions());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOverwrittenOptionsAllowed(false);
        line.setExpandAtFiles(false);
        ValueConverters.register(line::registerConverter);
        return line;
    }

    private static IFactory factory(ShellState shellState) {
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                if (type == MeshCandidates.class) {
                    return type.cast(new MeshCandidates(shellState));
                }
                if (type == MemberCandidates.class) {
                    return type.cast(new MemberCandidates(shellState));
                }
                return CommandLine.defaultFactory().create(type);
            }
        };
    }
}
