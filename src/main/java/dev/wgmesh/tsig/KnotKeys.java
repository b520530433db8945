package dev.wgmesh.tsig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses Knot's key formats: one key a line, or the {@code key} section of its configuration. */
final class KnotKeys {
    private static final Pattern LINE =
            Pattern.compile("(?:([^:{}\\s\"]+):)?([^:{}\\s\"]+):([^:{}\\s\"]+)");
    private static final Pattern SECTION = Pattern.compile("([A-Za-z-]+):.*");
    private static final Pattern ENTRY = Pattern.compile("\\s*(-\\s+)?([a-z-]+):\\s*(.*?)\\s*");

    private KnotKeys() {}

    /** Returns every {@code [alg:]name:secret}; empty when the text has any other line. */
    static List<TsigKeyText> parseLines(String text) {
        var keys = new ArrayList<TsigKeyText>();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                return List.of();
            }
            keys.add(
                    new TsigKeyText(
                            number,
                            parts.group(2),
                            Optional.ofNullable(parts.group(1)),
                            Optional.of(parts.group(3))));
        }
        return keys;
    }

    /** Returns every entry of the {@code key} section; other sections are skipped. */
    static List<TsigKeyText> parseYaml(String text) {
        var keys = new ArrayList<TsigKeyText>();
        boolean inside = false;
        int number = 0;
        for (String written : text.lines().toList()) {
            number++;
            String line = withoutComment(written);
            Matcher section = SECTION.matcher(line);
            if (section.matches()) {
                inside = section.group(1).equals("key");
                continue;
            }
            Matcher entry = ENTRY.matcher(line);
            if (!inside || !entry.matches()) {
                continue;
            }
            if (entry.group(1) != null || keys.isEmpty()) {
                keys.add(new TsigKeyText(number, "", Optional.empty(), Optional.empty()));
            }
            keys.add(with(keys.removeLast(), entry.group(2), unquoted(entry.group(3))));
        }
        return keys;
    }

    private static TsigKeyText with(TsigKeyText key, String field, String value) {
        return switch (field) {
            case "id" -> new TsigKeyText(key.line(), value, key.algorithm(), key.secret());
            case "algorithm" ->
                    new TsigKeyText(key.line(), key.name(), Optional.of(value), key.secret());
            case "secret" ->
                    new TsigKeyText(key.line(), key.name(), key.algorithm(), Optional.of(value));
            default -> key;
        };
    }

    private static String withoutComment(String line) {
        return line.replaceFirst("(^|\\s)#.*", "");
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }
}
