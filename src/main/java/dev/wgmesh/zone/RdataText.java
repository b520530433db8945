package dev.wgmesh.zone;

import dev.wgmesh.problem.Excerpt;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Reads the data of a record from the last tokens of an entry. It reads A and TXT, the most
 * frequent types, LOC, and what dnsjava cannot read itself; dnsjava reads every other type and the
 * unknown form of RFC 3597. A record that it returns can be written, as text and to the wire.
 */
final class RdataText {
    /** Octets in the data of a record (RFC 1035, section 3.2.1). */
    private static final int MAX_RDATA = 65_535;

    /** Types whose data has names of types. */
    private static final Set<Integer> WITH_TYPE_NAMES =
            Set.of(Type.SIG, Type.RRSIG, Type.NSEC, Type.NSEC3);

    /** Types with the number of a key, an algorithm, and a digest (RFC 4034, section 5.1). */
    private static final Set<Integer> WITH_DIGESTS = Set.of(Type.DS, Type.CDS, Type.DLV);

    /** Numbers of digests by the names that BIND reads. */
    private static final Map<String, String> DIGESTS =
            Map.of(
                    "SHA-1", "1", "SHA1", "1", "SHA-256", "2", "SHA256", "2", "GOST", "3",
                    "SHA-384", "4", "SHA384", "4");

    /** Types whose data dnsjava always can write: it holds no more than names and numbers. */
    private static final Set<Integer> PLAIN =
            Set.of(Type.NS, Type.CNAME, Type.PTR, Type.MX, Type.AAAA, Type.SRV, Type.SOA);

    private static final DateTimeFormatter SIGNATURE_TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    private final ZoneLexer lexer;
    private final RdataTokens tokens;
    private final RejectedRdata rejected;

    RdataText(ZoneLexer lexer, RdataTokens tokens) {
        this.lexer = lexer;
        this.tokens = tokens;
        this.rejected = new RejectedRdata(lexer);
    }

    /**
     * Returns the record of class IN whose data begins at a token.
     *
     * @throws InvalidEntry opaque where a name server may understand the data
     */
    Record read(Name owner, int type, long ttl, int from, Optional<Name> origin)
            throws InvalidEntry {
        if (!rejected.isGeneric(from)) {
            if (type == Type.TXT) {
                return made(owner, type, ttl, tokens.strings(from), from);
            }
            if (type == Type.A) {
                tokens.requireEnd(from + 1);
                return made(owner, type, ttl, tokens.ipv4(from), from);
            }
            if (type == Type.LOC) {
                return made(owner, type, ttl, LocationText.read(tokens, from), from);
            }
            if (RdataFields.reads(type) && !(type == Type.WKS && hasServiceNames(from))) {
                byte[] rdata = RdataFields.read(type, tokens, from, origin);
                Record record = made(owner, type, ttl, rdata, from);
                if (isWritable(record)) {
                    return record;
                }
                throw InvalidEntry.opaque(from, "dnsjava cannot write such a record");
            }
            if (isAliasForm(type, from)) {
                return aliasForm(owner, type, ttl, from, origin);
            }
        }
        return byDnsjava(owner, type, ttl, joined(type, from), from, origin);
    }

    /** Returns whether a WKS record names services, which dnsjava knows. */
    private boolean hasServiceNames(int from) {
        for (int token = from + 2; token < lexer.tokens(); token++) {
            if (!lexer.token(token).matches("[0-9]+")) {
                return true;
            }
        }
        return false;
    }

    private static Record made(Name owner, int type, long ttl, byte[] rdata, int token)
            throws InvalidEntry {
        if (rdata.length > MAX_RDATA) {
            throw new InvalidEntry(token, "the record has more than 65,535 octets");
        }
        @Nullable Record record = Record.newRecord(owner, type, DClass.IN, ttl, rdata);
        if (record == null) {
            throw new InvalidEntry(token, "the data does not fit the type");
        }
        return record;
    }

    /** Returns whether an SVCB or HTTPS record has parameters in alias form, which are ignored. */
    private boolean isAliasForm(int type, int from) {
        return (type == Type.SVCB || type == Type.HTTPS)
                && from + 2 < lexer.tokens()
                && lexer.token(from).matches("0+");
    }

    /** Reads the parameters as if in service form, which dnsjava can (RFC 9460, section 2.4.2). */
    private Record aliasForm(Name owner, int type, long ttl, int from, Optional<Name> origin)
            throws InvalidEntry {
        String service = "1 " + joined(type, from + 1);
        Record read = byDnsjava(owner, type, ttl, service, from, origin);
        byte[] rdata = ZoneRecord.rdata(read);
        rdata[1] = 0;
        return made(owner, type, ttl, rdata, from);
    }

    private Record byDnsjava(
            Name owner, int type, long ttl, String data, int from, Optional<Name> origin)
            throws InvalidEntry {
        Record record;
        int token = Math.min(from, lexer.tokens() - 1);
        try {
            Name base = origin.orElse(Name.empty);
            record = Record.fromString(owner, type, DClass.IN, ttl, data, base);
        } catch (IOException | RuntimeException e) {
            // dnsjava throws various unchecked exceptions at invalid text
            if (rejected.isInvalid(type, from)) {
                throw new InvalidEntry(token, reason(e));
            }
            throw InvalidEntry.opaque(token, reason(e));
        }
        if (!PLAIN.contains(type) && !isWritable(record)) {
            String reason = "the data is invalid or incomplete";
            throw rejected.isGeneric(from) && !rejected.isInvalid(type, from)
                    ? InvalidEntry.opaque(token, reason)
                    : new InvalidEntry(token, reason);
        }
        return record;
    }

    /** Returns whether dnsjava, which has read a record, can also write it and read it again. */
    private static boolean isWritable(Record record) {
        try {
            String _ = record.rdataToString();
            Record again = Record.fromWire(record.toWire(Section.ANSWER), Section.ANSWER);
            return ZoneRecord.rdata(again).length <= MAX_RDATA;
        } catch (IOException | RuntimeException _) {
            return false;
        }
    }

    /** Returns the data on one line, octets over 126 escaped: dnsjava reads text as UTF-8. */
    private String joined(int type, int from) throws InvalidEntry {
        var out = new StringBuilder();
        for (int token = from; token < lexer.tokens(); token++) {
            String quote = lexer.isQuoted(token) ? "\"" : "";
            out.append(quote);
            append(forDnsjava(type, token, token - from), out);
            out.append(quote).append(' ');
        }
        return out.toString();
    }

    /** Returns a token in a form that dnsjava reads. */
    private String forDnsjava(int type, int at, int index) throws InvalidEntry {
        String token = lexer.token(at);
        if (WITH_TYPE_NAMES.contains(type)) {
            int number = RecordTypes.value(token);
            if (number >= 0 && Type.value(token) < 0) {
                return "TYPE" + number;
            }
        }
        if (WITH_DIGESTS.contains(type) && index == 1) {
            int number = DNSSEC.Algorithm.value(token);
            return number < 0 ? token : String.valueOf(number);
        }
        if (WITH_DIGESTS.contains(type) && index == 2) {
            return DIGESTS.getOrDefault(token.toUpperCase(Locale.ROOT), token);
        }
        if (type == Type.CAA && index == 1) {
            // The case of a tag has no meaning (RFC 8659, section 4.1), and dnsjava wants lower
            // case.
            return token.toLowerCase(Locale.ROOT);
        }
        boolean time = (type == Type.RRSIG || type == Type.SIG) && (index == 4 || index == 5);
        return time && token.length() == 14 ? serialTime(at, token) : token;
    }

    /**
     * Returns the time of a signature in the first 2^32 seconds: times are compared as serials (RFC
     * 4034, section 3.1.5).
     */
    private static String serialTime(int at, String token) throws InvalidEntry {
        try {
            LocalDateTime time = LocalDateTime.parse(token, SIGNATURE_TIME);
            long seconds = Math.floorMod(time.toEpochSecond(ZoneOffset.UTC), 1L << 32);
            return SIGNATURE_TIME.format(Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC));
        } catch (DateTimeParseException _) {
            throw new InvalidEntry(at, "'" + token + "' is not a time: YYYYMMDDHHmmSS");
        }
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
        return Excerpt.ofWords(text.startsWith(place) ? text.substring(place.length()) : text);
    }
}
