package dev.wgmesh.cli;

import dev.wgmesh.cli.OptionRow.Kind;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Parses a plain command line without picocli, whose model of a command takes longer to make than
 * most commands run: options with their full names, each once if it is no list, and values that do
 * not look like options. Any other line, and every mistake, is left to picocli, and nothing is set.
 */
final class PlainOptions {
    private final List<OptionRow> rows;
    private final Object command;
    private final CommonOptions common = new CommonOptions();

    /** What the words give; the values of an option in their order. */
    private final Map<OptionRow, List<Object>> given = new LinkedHashMap<>();

    private PlainOptions(List<OptionRow> rows, Object command) {
        this.rows = rows;
        this.command = command;
    }

    /**
     * Sets the options and arguments of a command from the words behind its name, and returns those
     * of every command.
     *
     * @param table the options, as {@link OptionTableWriter} writes them
     * @return empty where picocli has to parse the words
     */
    static Optional<CommonOptions> parse(String table, Object command, List<String> words) {
        if (table.isEmpty()) {
            return Optional.empty();
        }
        var options = new PlainOptions(table.lines().map(OptionRow::parse).toList(), command);
        if (!options.take(words) || !options.isComplete()) {
            return Optional.empty();
        }
        options.assign();
        return Optional.of(options.common);
    }

    /** Takes the words; returns false where one is not plain. */
    private boolean take(List<String> words) {
        int arguments = 0;
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            boolean isOption = word.startsWith("-");
            Optional<OptionRow> row = isOption ? option(name) : argument(arguments++);
            if (row.isEmpty()) {
                return false;
            }
            String value = word;
            if (row.get().kind() == Kind.FLAG) {
                value = equals < 0 ? "true" : "";
            } else if (equals >= 0) {
                value = word.substring(equals + 1);
            } else if (isOption) {
                at++;
                value = at < words.size() ? words.get(at) : "";
            }
            if (!add(row.get(), value)) {
                return false;
            }
        }
        return true;
    }

    private Optional<OptionRow> option(String name) {
        return rows.stream().filter(row -> row.names().contains(name)).findFirst();
    }

    private Optional<OptionRow> argument(int index) {
        return rows.stream().filter(row -> row.takes(index)).findFirst();
    }

    private boolean add(OptionRow row, String text) {
        List<Object> values = given.computeIfAbsent(row, _ -> new ArrayList<>());
        if (text.isEmpty()
                || text.startsWith("-")
                || row.kind() == Kind.OTHER
                || row.kind() != Kind.LIST && !values.isEmpty()) {
            return false;
        }
        if (row.kind() == Kind.FLAG) {
            values.add(true);
            return true;
        }
        Optional<Object> value = ValueConverters.convert(row, text);
        value.ifPresent(values::add);
        return value.isPresent();
    }

    /** Adds default values; returns false where a value is missing. */
    private boolean isComplete() {
        for (OptionRow row : rows) {
            if (!given.containsKey(row)
                    && (row.required()
                            || row.defaultValue().isPresent()
                                    && !add(row, row.defaultValue().get()))) {
                return false;
            }
        }
        return true;
    }

    private void assign() {
        given.forEach((row, values) -> {
            Object value =
                    switch (row.kind()) {
                        case LIST -> values;
                        case OPTIONAL -> Optional.of(values.getFirst());
                        case FLAG, VALUE, OTHER -> values.getFirst();
                    };
            List<String> path = row.field();
            boolean isCommon = path.getFirst().equals(OptionRow.COMMON);
            Object holder = isCommon ? common : command;
            for (String mixin : path.subList(isCommon ? 1 : 0, path.size() - 1)) {
                holder = valueOf(mixin, holder);
            }
            set(path.getLast(), holder, value);
        });
    }

    private static Field field(Object holder, String name) {
        for (Class<?> type = holder.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new IllegalStateException(holder.getClass() + " has no field " + name);
    }

    /** Returns the value of a field that is never null. */
    static Object valueOf(String name, Object holder) {
        if (holder instanceof OptionHolder options) {
            return options.option(name);
        }
        try {
            return Objects.requireNonNull(field(holder, name).get(holder));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void set(String name, Object holder, Object value) {
        if (holder instanceof OptionHolder options) {
            options.setOption(name, value);
            return;
        }
        try {
            field(holder, name).set(holder, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
