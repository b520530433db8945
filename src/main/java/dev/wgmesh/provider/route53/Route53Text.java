package dev.wgmesh.provider.route53;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RecordText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Names and values as Route53 writes them: its escapes are octal, those of zone files decimal. */
final class Route53Text {
    /** Octets in a character string (RFC 1035, section 3.3). */
    private static final int MAX_STRING = 255;

    private static final Pattern OCTAL = Pattern.compile("\\\\(?:([0-3][0-7]{2})|.)");
    private static final Pattern DECIMAL = Pattern.compile("\\\\(?:([0-2][0-9]{2})|.)");

    private Route53Text() {}

    /**
     * Returns a name as it is listed: {@code \052.example.com.}
     *
     * @throws IllegalArgumentException where it is none
     */
    static Name name(String text) {
        return Question.name(decimal(text));
    }

    /**
     * Returns a name as Route53 lists it: lower case, all but letters, digits, - and _ in octal.
     */
    static String name(Name name) {
        var text = new StringBuilder();
        for (int i = 0; i < name.labels() - 1; i++) {
            byte[] label = name.getLabel(i);
            for (int at = 1; at < label.length; at++) {
                char c = (char) (label[at] & 0xff);
                boolean plain =
                        c >= '0' && c <= '9'
                                || c >= 'A' && c <= 'Z'
                                || c >= 'a' && c <= 'z'
                                || c == '-'
                                || c == '_';
                text.append(plain ? String.valueOf(c) : octal(c));
            }
            text.append('.');
        }
        return text.isEmpty() ? "." : text.toString().toLowerCase(Locale.ROOT);
    }

    /**
     * The record that a value says, octet for octet.
     *
     * @throws IOException where the value is none of the type
     */
    static Record record(Name owner, int type, long ttl, String value) throws IOException {
        return type == Type.TXT || type == Type.SPF
                ? Record.newRecord(owner, type, DClass.IN, ttl, strings(value))
                : Record.fromString(owner, type, DClass.IN, ttl, decimal(value), Name.root);
    }

    /** Returns the value that says the data of a record. */
    static String value(Record record) {
        return replaced(
                RecordText.data(record), DECIMAL, digits -> octal(Integer.parseInt(digits)));
    }

    /** Returns the strings of a TXT value, each after its length, as they travel. */
    private static byte[] strings(String value) throws IOException {
        var wire = new ByteArrayOutputStream();
        int at = 0;
        while (at < value.length()) {
            if (value.charAt(at) == ' ') {
                at++;
                continue;
            }
            var string = new ByteArrayOutputStream();
            at = string(value, at, string);
            if (string.size() > MAX_STRING) {
                throw new IOException("a string of " + string.size() + " octets");
            }
            wire.write(string.size());
            string.writeTo(wire);
        }
        if (wire.size() == 0) {
            throw new IOException("no string");
        }
        return wire.toByteArray();
    }

    /** Reads one string and gives the place after it. */
    private static int string(String value, int from, ByteArrayOutputStream octets)
            throws IOException {
        boolean quoted = value.charAt(from) == '"';
        Matcher escape = OCTAL.matcher(value);
        int at = quoted ? from + 1 : from;
        while (at < value.length()) {
            char c = value.charAt(at);
            if (quoted ? c == '"' : c == ' ') {
                return at + 1;
            }
            if (c == '\\' && escape.find(at) && escape.start() == at) {
                String digits = escape.group(1);
                octets.write(digits == null ? value.charAt(at + 1) : Integer.parseInt(digits, 8));
                at = escape.end();
                continue;
            }
            if (c > 0xff || c == '\\') {
                throw new IOException("a character that is not an octet");
            }
            octets.write(c);
            at++;
        }
        if (quoted) {
            throw new IOException("an open quote");
        }
        return at;
    }

    private static String octal(int octet) {
        return String.format(Locale.ROOT, "\\%03o", octet);
    }

    /** Returns the same text with escapes as zone files write them. */
    private static String decimal(String text) {
        return replaced(
                text,
                OCTAL,
                digits -> String.format(Locale.ROOT, "\\%03d", Integer.parseInt(digits, 8)));
    }

    private static String replaced(String text, Pattern escapes, UnaryOperator<String> written) {
        return escapes.matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                found.group(1) == null
                                        ? found.group()
                                        : written.apply(found.group(1))));
    }
}
