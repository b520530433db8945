package dev.wgmesh.zone;

import dev.wgmesh.problem.Excerpt;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Reads single fields of a record's data from the tokens of an entry. */
final class RdataTokens {
    /** Octets in a character string (RFC 1035, section 3.3). */
    private static final int MAX_STRING = 255;

    private final ZoneLexer lexer;

    RdataTokens(ZoneLexer lexer) {
        this.lexer = lexer;
    }

    /** Returns the number of tokens in the entry. */
    int count() {
        return lexer.tokens();
    }

    /** Returns the text of a token; throws where the entry has fewer. */
    String text(int token) throws InvalidEntry {
        if (token >= lexer.tokens()) {
            throw new InvalidEntry(lexer.tokens() - 1, "the data is incomplete");
        }
        return lexer.token(token);
    }

    /** Throws unless the entry ends before the token. */
    void requireEnd(int token) throws InvalidEntry {
        if (token < lexer.tokens()) {
            throw new InvalidEntry(
                    token, "'" + lexer.token(token) + "' is after the end of the data");
        }
    }

    /** Returns a number from 0 to {@code max}. */
    long number(int token, long max) throws InvalidEntry {
        String text = text(token);
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > max) {
            throw new InvalidEntry(token, "'" + text + "' is not a number from 0 to " + max);
        }
        return Long.parseLong(text);
    }

    /** Returns a domain name, relative names below the origin. */
    Name name(int token, Optional<Name> origin) throws InvalidEntry {
        String text = text(token);
        try {
            Name name = Name.fromString(text, origin.orElse(Name.empty));
            if (name.isAbsolute()) {
                return name;
            }
        } catch (TextParseException | RuntimeException e) {
            throw new InvalidEntry(token, Excerpt.ofWords(String.valueOf(e.getMessage())));
        }
        throw new InvalidEntry(
                token,
                "the relative name " + text + " needs an origin",
                "write $ORIGIN above this line, or a dot at the end of the name");
    }

    /** Returns the octets of hexadecimal digits in all tokens from one on. */
    byte[] hex(int from) throws InvalidEntry {
        String text = joined(from);
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException _) {
            throw new InvalidEntry(from, "the data is not pairs of hexadecimal digits");
        }
    }

    /** Returns the octets of base64 in all tokens from one on. */
    byte[] base64(int from) throws InvalidEntry {
        String text = joined(from);
        try {
            if (text.length() % 4 == 0) {
                return Base64.getDecoder().decode(text);
            }
        } catch (IllegalArgumentException _) {
            // reported below
        }
        throw new InvalidEntry(from, "the data is not base64");
    }

    private String joined(int from) throws InvalidEntry {
        var all = new StringBuilder(text(from));
        for (int token = from + 1; token < count(); token++) {
            all.append(text(token));
        }
        return all.toString();
    }

    /** Returns character strings, each with its length, of all tokens from one on. */
    byte[] strings(int from) throws InvalidEntry {
        text(from);
        var strings = new ByteArrayOutputStream(64);
        for (int token = from; token < count(); token++) {
            strings.writeBytes(string(token));
        }
        return strings.toByteArray();
    }

    /** Returns the character string of a token, its length first (RFC 1035, section 3.3). */
    byte[] string(int token) throws InvalidEntry {
        byte[] octets = octets(token);
        if (octets.length > MAX_STRING) {
            throw new InvalidEntry(
                    token, "the string has " + octets.length + " octets, more than 255");
        }
        var string = new byte[octets.length + 1];
        string[0] = (byte) octets.length;
        System.arraycopy(octets, 0, string, 1, octets.length);
        return string;
    }

    private byte[] octets(int token) throws InvalidEntry {
        String text = text(token);
        var out = new byte[text.length()];
        int length = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                c = text.charAt(at);
                if (c >= '0' && c <= '9') {
                    out[length++] = (byte) decimal(text, at, token);
                    at += 3;
                    continue;
                }
                at++;
            }
            out[length++] = (byte) c;
        }
        return Arrays.copyOf(out, length);
    }

    private static int decimal(String text, int at, int token) throws InvalidEntry {
        int value = 0;
        for (int i = at; i < at + 3; i++) {
            if (i >= text.length() || text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw new InvalidEntry(token, "an escape needs three digits");
            }
            value = value * 10 + (text.charAt(i) - '0');
        }
        if (value > 255) {
            throw new InvalidEntry(token, "the escape \\" + value + " is more than 255");
        }
        return value;
    }

    /** Returns the four octets of an IPv4 address. */
    byte[] ipv4(int token) throws InvalidEntry {
        var out = new byte[4];
        int part = 0;
        int value = -1;
        String text = text(token);
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '.' : text.charAt(i);
            boolean leadingZero = value == 0;
            if (c >= '0' && c <= '9' && !leadingZero) {
                value = Math.max(value, 0) * 10 + (c - '0');
            } else if (c == '.' && value >= 0 && part < 4) {
                out[part++] = (byte) value;
                value = -1;
            } else {
                part = 5;
            }
            if (value > 255 || part > 4) {
                break;
            }
        }
        if (part != 4 || value >= 0 || lexer.isQuoted(token)) {
            throw new InvalidEntry(token, "'" + text + "' is not an IPv4 address");
        }
        return out;
    }
}
