package dev.wgmesh.diagnosis;

import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the YAML of a k3s configuration: {@code key: value}, {@code key: [a, b]} and lists with one
 * {@code - item} a line. A line of any other form is reported.
 */
final class K3sConfigText {
    private static final Pattern PAIR = Pattern.compile("([A-Za-z0-9_.-]+\\+?):(?:\\s+(.*))?");
    private static final Pattern ITEM = Pattern.compile("\\s*-\\s+(.*)");
    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");

    private final String file;
    private final Map<String, List<String>> options = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private K3sConfigText(String file) {
        this.file = file;
    }

    /**
     * The content of a file.
     *
     * @param options values by name; a name that ends with {@code +} adds to those of other files
     */
    record Parsed(Map<String, List<String>> options, List<Problem> problems) {}

    static Parsed parse(String file, String text) {
        var reader = new K3sConfigText(file);
        reader.read(text.lines().toList());
        return new Parsed(reader.options, reader.problems);
    }

    private void read(List<String> lines) {
        List<String> open = new ArrayList<>();
        boolean inList = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = withoutComment(lines.get(i));
            Matcher pair = PAIR.matcher(line);
            Matcher item = ITEM.matcher(line);
            if (line.isEmpty() || line.equals("---")) {
                continue;
            }
            if (pair.matches()) {
                open = new ArrayList<>();
                options.put(pair.group(1), open);
                String value = pair.group(2) == null ? "" : pair.group(2).strip();
                inList = value.isEmpty();
                addValue(open, value, i);
            } else if (item.matches() && inList) {
                addScalar(open, item.group(1), i);
            } else {
                reject(i);
            }
        }
    }

    /** A number sign in quotes begins no comment. */
    private static String withoutComment(String line) {
        Matcher comment = COMMENT.matcher(line);
        int from = 0;
        while (comment.find(from)) {
            String before = line.substring(0, comment.start());
            if (count(before, '"') % 2 == 0 && count(before, '\'') % 2 == 0) {
                return before.stripTrailing();
            }
            from = comment.start() + 1;
        }
        return line.stripTrailing();
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(it -> it == wanted).count();
    }

    private void addValue(List<String> values, String value, int line) {
        if (value.startsWith("[") && value.endsWith("]")) {
            for (String part : value.substring(1, value.length() - 1).split(",")) {
                addScalar(values, part, line);
            }
        } else {
            addScalar(values, value, line);
        }
    }

    private void addScalar(List<String> values, String text, int line) {
        String value = text.strip();
        if (value.isEmpty()) {
            return;
        }
        char first = value.charAt(0);
        boolean quoted =
                value.length() > 1
                        && (first == '"' || first == '\'')
                        && value.charAt(value.length() - 1) == first;
        if (quoted) {
            values.add(value.substring(1, value.length() - 1));
        } else if ("\"'{[|>&*!%@`".indexOf(first) >= 0) {
            reject(line);
        } else {
            values.add(value);
        }
    }

    private void reject(int line) {
        problems.add(
                new Problem(
                        file + ":" + (line + 1),
                        "is not key: value or a list, and is not read",
                        "write one key: value a line"));
    }
}
