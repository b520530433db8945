package dev.wgmesh.zone;

/** A position in the text of a zone file, which moves over its tokens octet by octet. */
final class TextCursor {
    private final byte[] text;
    private int at;

    TextCursor(byte[] text) {
        this.text = text;
    }

    /** Moves to an offset of the text. */
    void moveTo(int offset) {
        at = offset;
    }

    /** Returns the offset of the text at which it is. */
    int at() {
        return at;
    }

    /** Returns the octet at which it is; 0 at the end of the text. */
    int peek() {
        return at < text.length ? text[at] : 0;
    }

    /** Returns whether it is at the end of the text. */
    boolean isAtEnd() {
        return at == text.length;
    }

    /** Moves by one octet. */
    void advance() {
        at++;
    }

    /** Returns the octet at which it is, and moves past it; not at the end of the text. */
    byte next() {
        return text[at++];
    }

    /** Skips blanks; returns whether there are any. */
    boolean blanks() {
        int from = at;
        while (at < text.length && (text[at] == ' ' || text[at] == '\t')) {
            at++;
        }
        return at > from;
    }

    /** Moves past the end of the line; returns false, and moves nowhere, before the end. */
    boolean endOfLine() {
        int end = at;
        while (end < text.length && (text[end] == ' ' || text[end] == '\t')) {
            end++;
        }
        if (end < text.length && text[end] == ';') {
            while (end < text.length && text[end] != '\n') {
                end++;
            }
        } else if (end + 1 < text.length && text[end] == '\r') {
            end++;
        }
        if (end < text.length && text[end] != '\n') {
            return false;
        }
        at = Math.min(end + 1, text.length);
        return true;
    }

    /** Returns whether a token ends here. */
    boolean isEndOfToken() {
        return switch (peek()) {
            case ' ', '\t', '\n', '\r', ';' -> true;
            default -> at == text.length;
        };
    }

    boolean isAtDigit() {
        return peek() >= '0' && peek() <= '9';
    }

    /** Moves past a word that is a whole token; returns false where it is not here. */
    boolean word(String word) {
        int from = at;
        while (at - from < word.length() && peek() == word.charAt(at - from)) {
            at++;
        }
        if (at - from == word.length() && isEndOfToken()) {
            return true;
        }
        at = from;
        return false;
    }

    /** Reads digits to the end of a token; returns -1 for another token or a number over max. */
    long number(long max) {
        long value = 0;
        int from = at;
        while (at < text.length && text[at] >= '0' && text[at] <= '9' && at - from < 10) {
            value = value * 10 + (text[at++] - '0');
        }
        return at > from && isEndOfToken() && value <= max ? value : -1;
    }
}
