package dev.wgmesh.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of a systemd file and its drop-ins (systemd.syntax(7)).
 *
 * @param values by section and name, such as {@code Unit.After}, in the order of the files
 */
public record SystemdSettings(Map<String, List<String>> values) {
    /** Settings of nothing. */
    static final SystemdSettings NONE = new SystemdSettings(Map.of());

    /** Parses the texts of a file and its drop-ins, in the order in which they count. */
    public static SystemdSettings parse(List<String> texts) {
        var values = new LinkedHashMap<String, List<String>>();
        texts.forEach(text -> add(text, values));
        return new SystemdSettings(values);
    }

    private static void add(String text, Map<String, List<String>> values) {
        String section = "";
        for (String line : logicalLines(text)) {
            int equals = line.indexOf('=');
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1);
            } else if (equals > 0) {
                String name = section + "." + line.substring(0, equals).strip();
                String value = line.substring(equals + 1).strip();
                // an empty value removes those before it
                if (value.isEmpty()) {
                    values.remove(name);
                } else {
                    values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
                }
            }
        }
    }

    /** Joins lines that end with a backslash, and leaves out comments. */
    private static List<String> logicalLines(String text) {
        var lines = new ArrayList<String>();
        var open = new StringBuilder();
        for (String raw : text.lines().toList()) {
            String line = raw.strip();
            if (line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            if (line.endsWith("\\")) {
                open.append(line, 0, line.length() - 1).append(' ');
            } else {
                lines.add(open.append(line).toString().strip());
                open.setLength(0);
            }
        }
        lines.add(open.toString().strip());
        return lines;
    }

    /** Returns the value that counts, the last. */
    Optional<String> value(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** Returns the words of all values, as of {@code Unit.After}. */
    List<String> words(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .flatMap(value -> Stream.of(value.split("\\s+")))
                .toList();
    }

    /** Returns whether the value is true, as systemd reads it; the default where there is none. */
    boolean isOn(String name, boolean unset) {
        return value(name)
                .map(text ->
                        switch (text) {
                            case "1", "yes", "true", "on" -> true;
                            default -> false;
                        })
                .orElse(unset);
    }
}
