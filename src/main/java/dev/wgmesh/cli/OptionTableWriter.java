package dev.wgmesh.cli;

import dev.wgmesh.cli.OptionRow.Kind;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes the tables of {@link OptionTables}, when wg-mesh is built. */
public final class OptionTableWriter {
    private OptionTableWriter() {}

    /** Returns the options and arguments of a command in picocli's model, one a line. */
    public static String table(CommandLine command) {
        return command.getCommandSpec().args().stream()
                .map(option -> row(option, command).text())
                .collect(Collectors.joining("\n"));
    }

    private static OptionRow row(ArgSpec option, CommandLine command) {
        var field = (Field) option.userObject();
        Object holder = holder(option);
        List<String> path =
                holder instanceof CommonOptions
                        ? List.of(OptionRow.COMMON)
                        : pathTo(holder, command.getCommand()).orElseThrow();
        return new OptionRow(
                names(option),
                kind(option, field),
                option.required(),
                valueType(field).getName(),
                Stream.of(option.converters())
                        .map(converter -> converter.getClass().getName())
                        .findFirst(),
                Optional.ofNullable(option.defaultValue()),
                Stream.concat(path.stream(), Stream.of(field.getName())).toList());
    }

    private static Object holder(ArgSpec option) {
        try {
            return option.scope().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> names(ArgSpec option) {
        if (option instanceof OptionSpec named) {
            return List.of(named.names());
        }
        CommandLine.Range index = ((PositionalParamSpec) option).index();
        return List.of(index.min() + (option.isMultiValue() ? ".." : ""));
    }

    private static Kind kind(ArgSpec option, Field field) {
        boolean isPlain =
                option.splitRegex().isEmpty()
                        && !(option instanceof OptionSpec named && named.usageHelp());
        if (!isPlain) {
            return Kind.OTHER;
        }
        Class<?> type = field.getType();
        if (type == boolean.class) {
            return Kind.FLAG;
        }
        if (type == List.class) {
            return Kind.LIST;
        }
        if (option.isMultiValue()) {
            return Kind.OTHER;
        }
        return type == Optional.class ? Kind.OPTIONAL : Kind.VALUE;
    }

    private static Class<?> valueType(Field field) {
        Type type = field.getGenericType();
        if (type instanceof ParameterizedType generic) {
            type = generic.getActualTypeArguments()[0];
        }
        return (Class<?>) type;
    }

    /** Returns the names of the fields that lead from an object to one of its mixins. */
    private static Optional<List<String>> pathTo(Object mixin, Object from) {
        if (from.equals(mixin)) {
            return Optional.of(List.of());
        }
        for (Class<?> type = from.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.isAnnotationPresent(Mixin.class)
                        && !Modifier.isStatic(field.getModifiers())) {
                    Optional<List<String>> rest =
                            pathTo(mixin, PlainOptions.valueOf(field.getName(), from));
                    if (rest.isPresent()) {
                        var path = new ArrayList<String>(List.of(field.getName()));
                        path.addAll(rest.get());
                        return Optional.of(path);
                    }
                }
            }
        }
        return Optional.empty();
    }
}
