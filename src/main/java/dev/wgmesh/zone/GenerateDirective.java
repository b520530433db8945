package dev.wgmesh.zone;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code $GENERATE} directive of BIND: {@code $GENERATE 1-20/2 host-$ [TTL] [class] A
 * 192.0.2.${100}} makes one record for each number of the range. {@code $} stands for the number,
 * <code>${offset,width,base}</code> for the number plus the offset, padded with zeros, in base
 * {@code d}, {@code o}, {@code x} or {@code X}, or as reversed nibbles with {@code n} or {@code N}.
 *
 * @param first number of the range
 * @param last number of the range, included
 * @param step at least 1
 * @param entry owner, TTL, class, type and data as written
 */
record GenerateDirective(long first, long last, long step, String entry) {
    private static final Pattern RANGE =
            Pattern.compile("([0-9]{1,10})-([0-9]{1,10})(?:/([0-9]{1,10}))?");

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{([-+]?[0-9]{1,10})(?:,([0-9]{1,3})(?:,([doxXnN]))?)?\\}");

    /** Maximum width of a number; a label has 63 octets. */
    private static final int MAX_WIDTH = 127;

    /** Returns the directive at which the lexer is. */
    static GenerateDirective of(ZoneLexer lexer) throws InvalidEntry {
        if (lexer.tokens() < 5) {
            throw new InvalidEntry(
                    0,
                    "$GENERATE is incomplete",
                    "write range, owner, type and data: $GENERATE 1-9 host-$ A 192.0.2.$");
        }
        Matcher range = RANGE.matcher(lexer.token(1));
        if (!range.matches()) {
            throw new InvalidEntry(
                    1, "'" + lexer.token(1) + "' is not a range", "write first-last: 1-9");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        long step = range.group(3) == null ? 1 : Long.parseLong(range.group(3));
        if (first > last || last > Integer.MAX_VALUE || step < 1) {
            throw new InvalidEntry(
                    1,
                    "'" + lexer.token(1) + "' is not a range from a lower to a higher number",
                    "write first-last/step: 0-30/10");
        }
        int data = dataToken(lexer);
        var entry = new StringBuilder();
        for (int token = 2; token < data; token++) {
            entry.append(lexer.token(token)).append(' ');
        }
        String text = lexer.token(data);
        entry.append(lexer.isQuoted(data) ? text.replace("\\\"", "\"") : text);
        return new GenerateDirective(first, last, step, entry.toString());
    }

    /** Returns the token after the type, which must be the last. */
    private static int dataToken(ZoneLexer lexer) throws InvalidEntry {
        int type = 3;
        while (type < lexer.tokens() && RecordTypes.value(lexer.token(type)) < 0) {
            type++;
        }
        if (type > 5 || type + 1 >= lexer.tokens()) {
            throw new InvalidEntry(
                    3,
                    "$GENERATE has no known record type before its data",
                    "write range, owner, type and data: $GENERATE 1-9 host-$ A 192.0.2.$");
        }
        if (type + 2 < lexer.tokens()) {
            throw new InvalidEntry(
                    type + 2,
                    "the data of $GENERATE has more than one word",
                    "write the data in quotes: MX \"10 mail-$\"");
        }
        return type + 1;
    }

    /** Returns how many records the directive makes. */
    long count() {
        return (last - first) / step + 1;
    }

    /** Returns the entry of one number of the range. */
    String entry(long number) throws InvalidEntry {
        var out = new StringBuilder(entry.length() + 8);
        for (int at = 0; at < entry.length(); at++) {
            char c = entry.charAt(at);
            if (c == '\\') {
                out.append(c);
                if (at + 1 < entry.length()) {
                    out.append(entry.charAt(++at));
                }
            } else if (c != '$') {
                out.append(c);
            } else if (entry.startsWith("$$", at)) {
                out.append("\\$");
                at++;
            } else if (entry.startsWith("${", at)) {
                Matcher placeholder = PLACEHOLDER.matcher(entry).region(at + 1, entry.length());
                if (!placeholder.lookingAt()) {
                    throw invalidPlaceholder();
                }
                out.append(replacement(placeholder, number));
                at = placeholder.end() - 1;
            } else {
                out.append(number);
            }
        }
        return out.toString();
    }

    private static InvalidEntry invalidPlaceholder() {
        return new InvalidEntry(
                2, "$GENERATE has an invalid ${...}", "write ${offset,width,base}: ${0,3,d}");
    }

    private static String replacement(Matcher placeholder, long number) throws InvalidEntry {
        long value = number + Long.parseLong(placeholder.group(1));
        int width = placeholder.group(2) == null ? 0 : Integer.parseInt(placeholder.group(2));
        String base = placeholder.group(3) == null ? "d" : placeholder.group(3);
        if (width > MAX_WIDTH || value != (int) value) {
            throw invalidPlaceholder();
        }
        int bits = (int) value;
        return switch (base) {
            case "d" -> String.format(Locale.ROOT, width == 0 ? "%d" : "%0" + width + "d", value);
            case "o" -> padded(Integer.toOctalString(bits), width);
            case "x" -> padded(Integer.toHexString(bits), width);
            case "X" -> padded(Integer.toHexString(bits).toUpperCase(Locale.ROOT), width);
            case "n" -> nibbles(bits, width);
            default -> nibbles(bits, width).toUpperCase(Locale.ROOT);
        };
    }

    private static String padded(String digits, int width) {
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    /** Returns hexadecimal digits, lowest first, with dots between; the width counts the dots. */
    private static String nibbles(int value, int width) {
        var out = new StringBuilder();
        int rest = value;
        int left = width;
        do {
            out.append(Character.forDigit(rest & 0xf, 16));
            rest >>>= 4;
            left--;
            if (left > 0 || rest != 0) {
                out.append('.');
                left--;
            }
        } while (rest != 0 || left > 0);
        return out.toString();
    }
}
