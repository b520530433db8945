package dev.wgmesh.cli;

import dev.wgmesh.problem.Problem;
import dev.wgmesh.problem.SpellingSuggestion;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Usage errors as problems: where, what and how to fix it, instead of a page of help. */
public final class UsageError {
    private static final String LIST = "list the commands: wg-mesh help";

    private UsageError() {}

    /** Returns the problem of a word that names no command. */
    public static Problem unknownCommand(String word, CommandRegistry commands) {
        String fix =
                SpellingSuggestion.of(word, commands.names())
                        .map(near -> "did you mean wg-mesh " + near + "?")
                        .orElse(LIST);
        return new Problem("wg-mesh", "unknown command " + SecretRedaction.quote(word), fix);
    }

    /** Returns the problem of an option before the command that no command has. */
    static Problem unknownOption(String word, KnownOptions options) {
        return unknownOption("wg-mesh", word, options.longNames(), LIST);
    }

    private static Problem unknownOption(
            String where, String word, Collection<String> known, String help) {
        String name = name(word);
        String fix =
                SpellingSuggestion.of(name, known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse(help);
        return new Problem(where, "unknown option " + SecretRedaction.quote(name), fix);
    }

    /** Returns the option of {@code --option=value}. */
    private static String name(String word) {
        return word.replaceFirst("=.*", "");
    }

    static List<Problem> of(ParameterException fault) {
        CommandLine line = fault.getCommandLine();
        String command = line.getCommandSpec().qualifiedName();
        String help = "see " + command + " --help";
        return switch (fault) {
            case UnmatchedArgumentException unmatched ->
                    reportable(unmatched.getUnmatched())
                            .map(word -> unmatched(word, line))
                            .toList();
            case MissingParameterException missing when !missing.getMissing().isEmpty() ->
                    missing.getMissing().stream().map(arg -> missing(arg, command, help)).toList();
            case OverwrittenOptionException twice ->
                    List.of(
                            new Problem(
                                    command + " " + label(twice.getOverwritten()),
                                    "is given more than once",
                                    "give the option once"));
            default -> List.of(new Problem(where(fault, command), what(fault), help));
        };
    }

    /** Returns the unknown options, if any: a word behind one may be its value. */
    private static Stream<String> reportable(List<String> words) {
        List<String> options = words.stream().filter(word -> word.startsWith("-")).toList();
        return options.isEmpty() ? words.stream() : options.stream();
    }

    private static Problem missing(ArgSpec arg, String command, String help) {
        return arg instanceof OptionSpec && !arg.required()
                ? new Problem(
                        command + " " + label(arg), "requires a value: " + arg.paramLabel(), help)
                : new Problem(command, label(arg) + " is missing", help);
    }

    private static Problem unmatched(String word, CommandLine line) {
        String command = line.getCommandSpec().qualifiedName();
        String help = "see " + command + " --help";
        if (!word.startsWith("-")) {
            return new Problem(command, "unexpected argument " + SecretRedaction.quote(word), help);
        }
        if (!line.getSubcommands().isEmpty()) {
            return new Problem(
                    command,
                    SecretRedaction.quote(name(word)) + " requires a command",
                    "list the commands: " + command + " help");
        }
        List<String> known =
                line.getCommandSpec().options().stream()
                        .flatMap(option -> List.of(option.names()).stream())
                        .filter(option -> option.startsWith("--"))
                        .toList();
        return unknownOption(command, word, known, help);
    }

    private static String where(ParameterException fault, String command) {
        ArgSpec arg = fault.getArgSpec();
        return arg == null ? command : command + " " + label(arg);
    }

    private static String what(ParameterException fault) {
        ArgSpec arg = fault.getArgSpec();
        String value = fault.getValue();
        if (arg == null || value == null) {
            return SecretRedaction.redact(String.valueOf(fault.getMessage()));
        }
        if (arg.converters().length > 0
                && fault.getCause() instanceof TypeConversionException cause) {
            return SecretRedaction.redact(String.valueOf(cause.getMessage()));
        }
        Class<?> type = arg.typeInfo().isOptional() ? inner(arg) : arg.type();
        if (type.isEnum()) {
            return List.of(type.getEnumConstants()).stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", ", "expected one of ", ", got "))
                    + SecretRedaction.quote(value);
        }
        return fault.getCause() instanceof TypeConversionException cause
                ? SecretRedaction.redact(String.valueOf(cause.getMessage()))
                : "expected " + arg.paramLabel() + ", got " + SecretRedaction.quote(value);
    }

    private static Class<?> inner(ArgSpec arg) {
        return arg.auxiliaryTypes().length > 0 ? arg.auxiliaryTypes()[0] : arg.type();
    }

    private static String label(ArgSpec arg) {
        return switch (arg) {
            case OptionSpec option -> option.longestName();
            case PositionalParamSpec positional -> positional.paramLabel();
            default -> arg.paramLabel();
        };
    }
}
