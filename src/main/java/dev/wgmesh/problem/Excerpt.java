package dev.wgmesh.problem;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Shortens what messages repeat of their input, so that a token of 40 MB does not fill a terminal.
 */
public final class Excerpt {
    /** Characters of a quoted text that a message repeats at most. */
    static final int QUOTED = 60;

    /** Characters of a quoted text that a finding repeats at most: zone files may hold secrets. */
    private static final int QUOTED_IN_FINDINGS = 40;

    /** Characters of a word outside quotes at most: a domain name has up to 255. */
    private static final int WORD = 255;

    /** Characters of a message at most. */
    private static final int MESSAGE = 2000;

    private static final char CUT = '\u2026';

    private Excerpt() {}

    /** Returns the text if it has at most 60 characters, else its first 59 and an ellipsis. */
    public static String of(String text) {
        return cut(text, QUOTED);
    }

    /**
     * Returns a message whose quoted texts have at most 60 characters and whose other words have at
     * most 255. A quote begins after a space or a bracket and ends before one, so an apostrophe is
     * not a quote.
     */
    static String message(String text) {
        return message(text, QUOTED);
    }

    /** Returns the same for a finding, whose quoted texts have at most 40 characters. */
    public static String finding(String text) {
        return message(text, QUOTED_IN_FINDINGS);
    }

    private static String message(String text, int quoted) {
        if (text.length() <= quoted || text.length() <= WORD && !hasQuote(text)) {
            return text;
        }
        var out = new StringBuilder();
        int at = 0;
        while (at < text.length() && out.length() <= MESSAGE) {
            char c = text.charAt(at);
            int end = isQuote(c) && startsWord(text, at) ? endOfQuote(text, at) : -1;
            if (end > at) {
                out.append(c).append(cut(text.substring(at + 1, end), quoted)).append(c);
                at = end + 1;
            } else {
                end = endOfWord(text, at);
                out.append(end - at > WORD ? of(text.substring(at, end)) : text.substring(at, end));
                at = end;
            }
        }
        return cut(out.toString(), MESSAGE);
    }

    /** Returns the text of a parser about a file, which quotes it without quotes. */
    public static String ofWords(String text) {
        return words(text, QUOTED_IN_FINDINGS);
    }

    /** Returns a place or a fix whose words have at most 255 characters. */
    static String words(String text) {
        return words(text, WORD);
    }

    private static String words(String text, int most) {
        return text.length() <= most
                ? text
                : Arrays.stream(text.split(" ", -1))
                        .map(word -> cut(word, most))
                        .collect(Collectors.joining(" "));
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + CUT;
    }

    private static boolean hasQuote(String text) {
        return text.indexOf('\'') >= 0 || text.indexOf('"') >= 0;
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }

    private static boolean startsWord(String text, int at) {
        return at == 0 || " (=[:".indexOf(text.charAt(at - 1)) >= 0;
    }

    /** Returns the offset of the closing quote; -1 where there is none. */
    private static int endOfQuote(String text, int at) {
        char quote = text.charAt(at);
        int end = text.indexOf(quote, at + 1);
        while (end > 0
                && end + 1 < text.length()
                && Character.isLetterOrDigit(text.charAt(end + 1))) {
            end = text.indexOf(quote, end + 1);
        }
        return end;
    }

    /** Returns the offset behind the word or the space at the offset. */
    private static int endOfWord(String text, int at) {
        int end = at + 1;
        while (end < text.length()
                && text.charAt(at) != ' '
                && text.charAt(end) != ' '
                && !(isQuote(text.charAt(end)) && startsWord(text, end))) {
            end++;
        }
        return end;
    }
}
