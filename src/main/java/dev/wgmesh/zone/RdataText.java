package dev.wgmesh.zone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Reads the data of a record from the last tokens of an entry. It reads A and TXT, the most
 * frequent types, itself; dnsjava reads every other type and the unknown form of RFC 3597.
 */
final class RdataText {
    /** Octets in a character string (RFC 1035, section 3.3). */
    private static final int MAX_STRING = 255;

    /** Octets in the data of a record (RFC 1035, section 3.2.1). */
    private static final int MAX_RDATA = 65_535;

    /** The reason why data is invalid, and the {@code token} at fault. */
    static final class InvalidRdata extends Exception {
        private static final long serialVersionUID = 1;
        private final int token;

        InvalidRdata(int token, String what) {
            super(what, null, false, false);
            this.token = token;
        }

        int token() {
            return token;
        }

        String what() {
            return String.valueOf(getMessage());
        }
    }

    private final ZoneLexer lexer;

    RdataText(ZoneLexer lexer) {
        this.lexer = lexer;
    }

    /** Returns the record whose data begins at a token. */
    Record read(Name owner, int type, int dclass, long ttl, int from, Optional<Name> origin)
            throws InvalidRdata {
        if (dclass == DClass.IN && from < lexer.tokens() && !lexer.is(from, "\\#")) {
            if (type == Type.TXT) {
                return made(owner, type, dclass, ttl, strings(from), from);
            }
            if (type == Type.A && lexer.tokens() == from + 1) {
                return made(owner, type, dclass, ttl, address(from), from);
            }
        }
        try {
            Name base = origin.orElse(Name.empty);
            return Record.fromString(owner, type, dclass, ttl, joined(from), base);
        } catch (IOException | RuntimeException e) {
            // dnsjava throws various unchecked exceptions at invalid text
            throw new InvalidRdata(Math.min(from, lexer.tokens() - 1), reason(e));
        }
    }

    private static Record made(Name owner, int type, int dclass, long ttl, byte[] rdata, int token)
            throws InvalidRdata {
        @Nullable Record record = Record.newRecord(owner, type, dclass, ttl, rdata);
        if (record == null) {
            throw new InvalidRdata(token, "the data does not fit the type");
        }
        return record;
    }

    private byte[] strings(int from) throws InvalidRdata {
        var rdata = new ByteArrayOutputStream(64);
        for (int token = from; token < lexer.tokens(); token++) {
            byte[] octets = octets(token);
            if (octets.length > MAX_STRING) {
                throw new InvalidRdata(
                        token, "the string has " + octets.length + " octets, more than 255");
            }
            rdata.write(octets.length);
            rdata.write(octets, 0, octets.length);
        }
        if (rdata.size() > MAX_RDATA) {
            throw new InvalidRdata(from, "the record has more than 65,535 octets");
        }
        return rdata.toByteArray();
    }

    private byte[] octets(int token) throws InvalidRdata {
        String text = lexer.token(token);
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

    private static int decimal(String text, int at, int token) throws InvalidRdata {
        int value = 0;
        for (int i = at; i < at + 3; i++) {
            if (i >= text.length() || text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw new InvalidRdata(token, "an escape needs three digits");
            }
            value = value * 10 + (text.charAt(i) - '0');
        }
        if (value > 255) {
            throw new InvalidRdata(token, "the escape \\" + value + " is more than 255");
        }
        return value;
    }

    private byte[] address(int token) throws InvalidRdata {
        var out = new byte[4];
        int part = 0;
        int value = -1;
        String text = lexer.token(token);
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
            throw new InvalidRdata(token, "'" + text + "' is not an IPv4 address");
        }
        return out;
    }

    /** Returns the data on one line, octets over 126 escaped: dnsjava reads text as UTF-8. */
    private String joined(int from) {
        var out = new StringBuilder();
        for (int token = from; token < lexer.tokens(); token++) {
            String quote = lexer.isQuoted(token) ? "\"" : "";
            out.append(quote);
            append(lexer.token(token), out);
            out.append(quote).append(' ');
        }
        return out.toString();
    }

    private static void append(String token, StringBuilder out) {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean escape = c == '\\';
            if (escape) {
                c = token.charAt(++i);
            }
            if (c > 126) {
                out.append('\\').append((int) c);
            } else {
                out.append(escape ? "\\" : "").append(c);
            }
        }
    }

    private static String reason(Exception e) {
        String text = String.valueOf(e.getMessage());
        String place = "<none>:1: ";
        return text.startsWith(place) ? text.substring(place.length()) : text;
    }
}
