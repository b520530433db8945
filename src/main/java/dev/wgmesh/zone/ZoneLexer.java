package dev.wgmesh.zone;

import java.util.Arrays;
import java.util.Optional;

/**
 * Splits the text of a zone file into entries, and entries into tokens (RFC 1035, section 5.1). An
 * entry is a line, or several lines joined by parentheses. Skips entries without tokens. Runs in
 * linear time for any text.
 */
final class ZoneLexer {
    /** Maximum number of unclosed parentheses; after that many, the rest of the file is skipped. */
    private static final int MAX_UNCLOSED = 16;

    /** The reason why an entry could not be split into tokens. */
    record LexicalError(int at, String what, String fix) {}

    private final String text;
    private int next;
    private int nextLine = 1;
    private int unclosed;

    private int start;
    private int end;
    private int line;
    private boolean blankOwner;
    private boolean parentheses;
    private int tokens;
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private Optional<LexicalError> error = Optional.empty();

    ZoneLexer(String text) {
        this.text = text;
    }

    /** Continues at the beginning of a line. */
    void moveTo(int offset, int line) {
        next = offset;
        nextLine = line;
    }

    /** Returns the offset at which {@link #advance} continues. */
    int next() {
        return next;
    }

    /** Returns the line at which {@link #advance} continues. */
    int nextLine() {
        return nextLine;
    }

    /** Advances to the next entry; returns false at the end of the text. */
    boolean advance() {
        while (next < text.length()) {
            start = next;
            line = nextLine;
            tokens = 0;
            parentheses = false;
            error = Optional.empty();
            char first = text.charAt(start);
            blankOwner = first == ' ' || first == '\t';
            scan();
            if (tokens > 0 || error.isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void scan() {
        int at = start;
        int lines = 0;
        int depth = 0;
        int opened = start;
        int length = text.length();
        while (at < length) {
            char c = text.charAt(at);
            switch (c) {
                case ' ', '\t' -> at++;
                case '\n' -> {
                    at++;
                    lines++;
                    if (depth == 0) {
                        finish(at, lines);
                        return;
                    }
                }
                case '\r' -> {
                    if (at + 1 < length && text.charAt(at + 1) != '\n') {
                        fail(at, "carriage return without a line feed", "end the line with LF");
                        return;
                    }
                    at++;
                }
                case ';' -> {
                    int feed = text.indexOf('\n', at);
                    at = feed < 0 ? length : feed;
                }
                case '(' -> {
                    parentheses = true;
                    opened = depth == 0 ? at : opened;
                    depth++;
                    at++;
                }
                case ')' -> {
                    if (depth == 0) {
                        fail(
                                at,
                                "')' without a matching '('",
                                "remove the parenthesis, or add '('");
                        return;
                    }
                    depth--;
                    at++;
                }
                case '"' -> at = quoted(at);
                default -> at = word(at);
            }
            if (error.isPresent()) {
                return;
            }
        }
        if (depth > 0) {
            failUnclosed(opened);
        } else {
            finish(length, lines);
        }
    }

    private int word(int from) {
        int at = from;
        int length = text.length();
        while (at < length) {
            char c = text.charAt(at);
            if (c <= ';' && isDelimiter(c)) {
                break;
            }
            if (c == '\\') {
                at++;
                if (at == length || text.charAt(at) == '\n' || text.charAt(at) == '\r') {
                    fail(
                            at - 1,
                            "a backslash at the end of the line",
                            "write \\\\ for a backslash");
                    return at;
                }
            }
            at++;
        }
        add(from, at);
        return at;
    }

    private int quoted(int from) {
        int at = from + 1;
        int length = text.length();
        while (at < length) {
            char c = text.charAt(at);
            if (c == '"') {
                add(from, at + 1);
                return at + 1;
            }
            if (c == '\\') {
                at++;
            }
            if (at == length || text.charAt(at) == '\n') {
                break;
            }
            at++;
        }
        fail(from, "the quoted string does not end on its line", "close the string with '\"'");
        return at;
    }

    private static boolean isDelimiter(char c) {
        return switch (c) {
            case ' ', '\t', '\n', '\r', ';', '(', ')', '"' -> true;
            default -> false;
        };
    }

    private void add(int from, int to) {
        if (tokens == starts.length) {
            starts = Arrays.copyOf(starts, tokens * 2);
            ends = Arrays.copyOf(ends, tokens * 2);
        }
        starts[tokens] = from;
        ends[tokens] = to;
        tokens++;
    }

    private void finish(int at, int lines) {
        end = at;
        next = at;
        nextLine = line + lines;
    }

    /** Records a fault; reading continues after its line. */
    private void fail(int at, String what, String fix) {
        error = Optional.of(new LexicalError(at, what, fix));
        int feed = text.indexOf('\n', at);
        int resume = feed < 0 ? text.length() : feed + 1;
        finish(resume, feeds(start, resume));
    }

    /** Records an unclosed parenthesis; reading continues after its line. */
    private void failUnclosed(int opened) {
        unclosed++;
        fail(opened, "'(' without a matching ')'", "add ')'");
        if (unclosed == MAX_UNCLOSED) {
            finish(text.length(), feeds(start, text.length()));
        }
    }

    private int feeds(int from, int to) {
        int count = 0;
        for (int at = text.indexOf('\n', from);
                at >= 0 && at < to;
                at = text.indexOf('\n', at + 1)) {
            count++;
        }
        return count;
    }

    /** Returns the offset of the entry's first octet: the beginning of a line. */
    int start() {
        return start;
    }

    /** Returns the offset after the entry's last octet, past the line feed. */
    int end() {
        return end;
    }

    /** Returns the line of the entry's first octet, from 1. */
    int line() {
        return line;
    }

    /** Returns whether the entry begins with a blank and inherits the owner. */
    boolean blankOwner() {
        return blankOwner;
    }

    /** Returns whether the entry has parentheses. */
    boolean parentheses() {
        return parentheses;
    }

    /** Returns the fault of the entry, whose tokens are then incomplete. */
    Optional<LexicalError> error() {
        return error;
    }

    /** Returns the number of tokens. */
    int tokens() {
        return tokens;
    }

    /** Returns the offset of a token's first octet, the quote of a quoted one. */
    int start(int token) {
        return starts[token];
    }

    /** Returns the offset after a token's last octet. */
    int end(int token) {
        return ends[token];
    }

    boolean isQuoted(int token) {
        return text.charAt(starts[token]) == '"';
    }

    /** Returns a token as written, with escapes, without quotes. */
    String token(int token) {
        int quote = isQuoted(token) ? 1 : 0;
        return text.substring(starts[token] + quote, ends[token] - quote);
    }

    /** Returns the text from one token to the last, as written. */
    String textFrom(int token) {
        return token < tokens ? text.substring(starts[token], ends[tokens - 1]) : "";
    }

    /** Returns whether a token is exactly that word. */
    boolean is(int token, String word) {
        return ends[token] - starts[token] == word.length() && text.startsWith(word, starts[token]);
    }

    /** Returns the position of the entry, pointing at the octet {@code at} in it. */
    FilePosition place(String file, int at) {
        int feed = text.lastIndexOf('\n', at - 1);
        return new FilePosition(
                file, line + feeds(start, at), at - Math.max(feed, start - 1), start, end);
    }
}
