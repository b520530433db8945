package dev.wgmesh.cli;

import java.util.List;
import java.util.Optional;

/**
 * An option or an argument of a command, and the field that its value goes to.
 *
 * @param names of an option; the index of an argument, or {@code N..} of the last ones
 * @param type the class of one value
 * @param converter the class that makes a value of text; empty for the usual one of the type
 * @param field the field, below those that hold mixins; the first is {@link #COMMON} for a field of
 *     {@link CommonOptions}
 */
record OptionRow(
        List<String> names,
        Kind kind,
        boolean required,
        String type,
        Optional<String> converter,
        Optional<String> defaultValue,
        List<String> field) {
    /** The first word of the field of an option that all commands have. */
    static final String COMMON = "common";

    private static final String NONE = "-";
    private static final int COLUMNS = 7;

    /** How the field holds values. */
    enum Kind {
        /** True where the option is given. */
        FLAG,
        /** One value. */
        VALUE,
        /** An Optional. */
        OPTIONAL,
        /** A List, one value each time. */
        LIST,
        /** Only picocli knows. */
        OTHER
    }

    OptionRow {
        names = List.copyOf(names);
        field = List.copyOf(field);
    }

    /** Returns the row of a line that {@link #text} wrote. */
    static OptionRow parse(String line) {
        String[] words = line.split(" ", COLUMNS);
        return new OptionRow(
                List.of(words[0].split(",")),
                Kind.valueOf(words[1]),
                Boolean.parseBoolean(words[2]),
                words[3],
                optional(words[4]),
                optional(words[5]),
                List.of(words[6].split("[.]")));
    }

    private static Optional<String> optional(String word) {
        return word.equals(NONE) ? Optional.empty() : Optional.of(word);
    }

    /** Returns the row as a line of words. */
    String text() {
        return String.join(
                " ",
                String.join(",", names),
                kind.name(),
                String.valueOf(required),
                type,
                converter.orElse(NONE),
                defaultValue.orElse(NONE),
                String.join(".", field));
    }

    /** Returns whether it is an argument, which has an index instead of a name. */
    boolean isArgument() {
        return !names.getFirst().startsWith("-");
    }

    /** Returns the index of an argument: the first, where it takes several. */
    int index() {
        String index = names.getFirst();
        return Integer.parseInt(
                index.endsWith("..") ? index.substring(0, index.length() - 2) : index);
    }

    /** Returns whether it takes the argument of that index. */
    boolean takes(int at) {
        return isArgument() && (kind == Kind.LIST ? at >= index() : at == index());
    }
}
