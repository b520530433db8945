package dev.wgmesh.zone;

import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * Reads the fields of an entry, octet by octet, and writes them in wire form: only the usual forms,
 * each of which {@link RdataText} reads as the same octets. What is not in a usual form is no error
 * here: {@link EntryReader} reads it.
 */
final class PlainFields {
    /** Octets of a domain name, and of a label (RFC 1035, section 2.3.4). */
    private static final int MAX_NAME = 255;

    private static final int MAX_LABEL = 63;

    /** Octets in a character string (RFC 1035, section 3.3). */
    private static final int MAX_STRING = 255;

    private static final int MAX_RDATA = 65_535;

    private final byte[] text;
    private int at;
    private final byte[] wire;
    private int written;
    private byte[] origin = new byte[0];

    PlainFields(byte[] text) {
        this.text = text;
        this.wire = new byte[Math.min(text.length, MAX_RDATA) + 4 * MAX_NAME];
    }

    /** Sets the origin of relative names; empty: none, and relative names are not plain. */
    void setOrigin(Optional<Name> name) {
        origin = name.map(Name::toWire).orElseGet(() -> new byte[0]);
    }

    /** Moves to an offset of the text. */
    void moveTo(int offset) {
        at = offset;
    }

    /** Returns the offset of the text at which it is. */
    int at() {
        return at;
    }

    /** Returns the octet at which it is, 0 at the end of the text. */
    int peek() {
        return at < text.length ? text[at] : 0;
    }

    /** Begins with nothing written. */
    void clear() {
        written = 0;
    }

    /** Returns what is written, its first {@link #written()} octets. */
    byte[] wire() {
        return wire;
    }

    /** Returns the number of octets written. */
    int written() {
        return written;
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

    /** Writes a number of 8, 16 or 32 bits; returns whether there is one. */
    boolean unsigned(int bits) {
        blanks();
        long value = number((1L << bits) - 1);
        if (value < 0) {
            return false;
        }
        for (int shift = bits - 8; shift >= 0; shift -= 8) {
            wire[written++] = (byte) (value >> shift);
        }
        return true;
    }

    /** Writes a domain name, relative ones below the origin; returns whether there is one. */
    boolean name() {
        blanks();
        int begin = written;
        if (peek() == '@') {
            at++;
            return isEndOfToken() && underOrigin(begin);
        }
        while (true) {
            int length = written++;
            while (at < text.length && isNamePart(text[at]) && written - length <= MAX_LABEL) {
                wire[written++] = text[at++];
            }
            int label = written - length - 1;
            if (label == 0 || written - begin > MAX_NAME) {
                return false;
            }
            wire[length] = (byte) label;
            if (isEndOfToken()) {
                return underOrigin(begin);
            }
            if (peek() != '.') {
                return false;
            }
            at++;
            if (isEndOfToken()) {
                wire[written++] = 0;
                return written - begin <= MAX_NAME;
            }
        }
    }

    private boolean underOrigin(int begin) {
        if (origin.length == 0 || written - begin + origin.length > MAX_NAME) {
            return false;
        }
        System.arraycopy(origin, 0, wire, written, origin.length);
        written += origin.length;
        return true;
    }

    private static boolean isNamePart(byte c) {
        return c >= 'a' && c <= 'z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '_'
                || c >= 'A' && c <= 'Z'
                || c == '*'
                || c == '/';
    }

    /** Writes the four octets of an IPv4 address; returns whether there is one. */
    boolean ipv4() {
        blanks();
        for (int part = 0; part < 4; part++) {
            int from = at;
            int value = 0;
            while (at < text.length && text[at] >= '0' && text[at] <= '9' && at - from < 3) {
                value = value * 10 + (text[at++] - '0');
            }
            if (at == from || value > 255 || text[from] == '0' && at - from > 1) {
                return false;
            }
            wire[written++] = (byte) value;
            if (part < 3 && (peek() != '.' || ++at == text.length)) {
                return false;
            }
        }
        return isEndOfToken();
    }

    /** Writes the 16 octets of an IPv6 address without dots; returns whether there is one. */
    boolean ipv6() {
        blanks();
        int begin = written;
        int gap = -1;
        if (peek() == ':') {
            at++;
            if (peek() != ':') {
                return false;
            }
        }
        while (true) {
            if (peek() == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = written;
                at++;
                if (isEndOfToken()) {
                    break;
                }
            }
            if (!group() || written - begin > 16) {
                return false;
            }
            if (isEndOfToken()) {
                break;
            }
            if (peek() != ':') {
                return false;
            }
            at++;
        }
        int missing = begin + 16 - written;
        if (gap < 0 || missing == 0) {
            return gap < 0 && missing == 0;
        }
        if (missing < 0) {
            return false;
        }
        System.arraycopy(wire, gap, wire, gap + missing, written - gap);
        Arrays.fill(wire, gap, gap + missing, (byte) 0);
        written += missing;
        return true;
    }

    /** Writes two octets of one to four hexadecimal digits. */
    private boolean group() {
        int value = 0;
        int from = at;
        while (at < text.length && at - from < 4) {
            int digit = Character.digit(text[at], 16);
            if (digit < 0) {
                break;
            }
            value = (value << 4) | digit;
            at++;
        }
        wire[written++] = (byte) (value >> 8);
        wire[written++] = (byte) value;
        return at > from;
    }

    /** Writes character strings up to the end of the line; returns whether there is one. */
    boolean strings() {
        blanks();
        if (peek() == '\\') {
            return false; // perhaps \#, the form for unknown types
        }
        do {
            if (!string()) {
                return false;
            }
            blanks();
        } while (!isEndOfToken());
        return true;
    }

    private boolean string() {
        boolean quoted = peek() == '"';
        if (quoted) {
            at++;
        }
        int length = written++;
        while (at < text.length) {
            byte c = text[at];
            if (quoted ? c == '"' : isEndOfToken()) {
                break;
            }
            if (c < ' ' && c != '\t' || !quoted && (c == '"' || c == '(' || c == ')')) {
                return false; // also octets over 127, which are negative
            }
            at++;
            if (c == '\\') {
                int octet = escape();
                if (octet < 0) {
                    return false;
                }
                c = (byte) octet;
            }
            wire[written++] = c;
            if (written - length - 1 > MAX_STRING || written > MAX_RDATA) {
                return false;
            }
        }
        if (quoted ? peek() != '"' : written == length + 1) {
            return false;
        }
        if (quoted) {
            at++;
        }
        wire[length] = (byte) (written - length - 1);
        return true;
    }

    /** Returns the octet of an escape after its backslash; -1 where it is not a usual one. */
    private int escape() {
        int c = peek();
        if (c <= ' ' || c == 127) {
            return -1;
        }
        at++;
        if (c < '0' || c > '9') {
            return c;
        }
        int value = c - '0';
        for (int i = 0; i < 2; i++) {
            int digit = peek() - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
            at++;
        }
        return value <= 255 ? value : -1;
    }
}
