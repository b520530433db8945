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
    static final int MAX_NAME = 255;

    private static final int MAX_LABEL = 63;

    /** Octets in a character string (RFC 1035, section 3.3). */
    private static final int MAX_STRING = 255;

    private static final int MAX_RDATA = 65_535;

    private final TextCursor cursor;
    private final byte[] wire;
    private int written;
    private byte[] origin = new byte[0];

    /**
     * Creates fields with nothing written.
     *
     * @param cursor where a field begins, which moves past it
     * @param octets of the text
     * @param origin the most octets that an origin will have
     */
    PlainFields(TextCursor cursor, int octets, int origin) {
        this.cursor = cursor;
        this.wire = new byte[Math.min(octets, MAX_RDATA) + room(octets, origin)];
    }

    /** Returns how many octets the fields of an entry may have more than its text, at most. */
    private static int room(int octets, int origin) {
        // one name below the origin, or an IPv6 address; of a long text the rest of what is too
        // much
        return octets <= MAX_RDATA ? origin + 64 : 4 * MAX_NAME;
    }

    /** Sets the origin of relative names; empty: none, and relative names are not plain. */
    void setOrigin(Optional<Name> name) {
        origin = name.isPresent() ? name.get().toWire() : new byte[0];
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

    /** Writes a number of 8, 16 or 32 bits; returns whether there is one. */
    boolean unsigned(int bits) {
        cursor.blanks();
        long value = cursor.number((1L << bits) - 1);
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
        cursor.blanks();
        int begin = written;
        if (cursor.peek() == '@') {
            cursor.advance();
            return cursor.isEndOfToken() && underOrigin(begin);
        }
        while (true) {
            int length = written++;
            while (isNamePart(cursor.peek()) && written - length <= MAX_LABEL) {
                wire[written++] = cursor.next();
            }
            int label = written - length - 1;
            if (label == 0 || written - begin > MAX_NAME) {
                return false;
            }
            wire[length] = (byte) label;
            if (cursor.isEndOfToken()) {
                return underOrigin(begin);
            }
            if (cursor.peek() != '.') {
                return false;
            }
            cursor.advance();
            if (cursor.isEndOfToken()) {
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

    private static boolean isNamePart(int c) {
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
        cursor.blanks();
        for (int part = 0; part < 4; part++) {
            int from = cursor.at();
            boolean zero = cursor.peek() == '0';
            int value = 0;
            while (cursor.isAtDigit() && cursor.at() - from < 3) {
                value = value * 10 + (cursor.next() - '0');
            }
            int digits = cursor.at() - from;
            if (digits == 0 || value > 255 || zero && digits > 1) {
                return false;
            }
            wire[written++] = (byte) value;
            if (part < 3) {
                if (cursor.peek() != '.') {
                    return false;
                }
                cursor.advance();
            }
        }
        return cursor.isEndOfToken();
    }

    /** Writes the 16 octets of an IPv6 address without dots; returns whether there is one. */
    boolean ipv6() {
        cursor.blanks();
        int begin = written;
        int gap = -1;
        if (cursor.peek() == ':') {
            cursor.advance();
            if (cursor.peek() != ':') {
                return false;
            }
        }
        while (true) {
            if (cursor.peek() == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = written;
                cursor.advance();
                if (cursor.isEndOfToken()) {
                    break;
                }
            }
            if (!group() || written - begin > 16) {
                return false;
            }
            if (cursor.isEndOfToken()) {
                break;
            }
            if (cursor.peek() != ':') {
                return false;
            }
            cursor.advance();
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
        int from = cursor.at();
        while (cursor.at() - from < 4) {
            int digit = Character.digit(cursor.peek(), 16);
            if (digit < 0) {
                break;
            }
            value = (value << 4) | digit;
            cursor.advance();
        }
        wire[written++] = (byte) (value >> 8);
        wire[written++] = (byte) value;
        return cursor.at() > from;
    }

    /** Writes character strings up to the end of the line; returns whether there is one. */
    boolean strings() {
        cursor.blanks();
        if (cursor.peek() == '\\') {
            return false; // perhaps \#, the form for unknown types
        }
        do {
            if (!string()) {
                return false;
            }
            cursor.blanks();
        } while (!cursor.isEndOfToken());
        return true;
    }

    private boolean string() {
        boolean quoted = cursor.peek() == '"';
        if (quoted) {
            cursor.advance();
        }
        int length = written++;
        while (!cursor.isAtEnd()) {
            byte c = (byte) cursor.peek();
            if (quoted ? c == '"' : cursor.isEndOfToken()) {
                break;
            }
            if (c < ' ' && c != '\t' || !quoted && (c == '"' || c == '(' || c == ')')) {
                return false; // also octets over 127, which are negative
            }
            cursor.advance();
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
        if (quoted ? cursor.peek() != '"' : written == length + 1) {
            return false;
        }
        if (quoted) {
            cursor.advance();
        }
        wire[length] = (byte) (written - length - 1);
        return true;
    }

    /** Returns the octet of an escape after its backslash; -1 where it is not a usual one. */
    private int escape() {
        int c = cursor.peek();
        if (c <= ' ' || c == 127) {
            return -1;
        }
        cursor.advance();
        if (c < '0' || c > '9') {
            return c;
        }
        int value = c - '0';
        for (int i = 0; i < 2; i++) {
            int digit = cursor.peek() - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
            cursor.advance();
        }
        return value <= 255 ? value : -1;
    }
}
