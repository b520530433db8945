package dev.wgmesh.zone;

import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** Reads an entry that is a record; it inherits what it leaves out from the entries before. */
final class EntryReader {
    private final ZoneLexer lexer;
    private final RdataTokens tokens;
    private final RdataText rdata;
    private final EntryContext context;
    private final EntrySink sink;

    EntryReader(ZoneLexer lexer, EntryContext context, EntrySink sink) {
        this.lexer = lexer;
        this.tokens = new RdataTokens(lexer);
        this.rdata = new RdataText(lexer, tokens);
        this.context = context;
        this.sink = sink;
    }

    /** Reads the entry at which the lexer is. */
    void read() {
        int at = 0;
        if (!lexer.blankOwner()) {
            if (!owner()) {
                return;
            }
            at = 1;
        } else if (context.owner().isEmpty()) {
            sink.error(0, context.noOwner(), "write the owner name at the beginning of the line");
            return;
        } else {
            context.inheritOwner();
        }
        int ttlToken = -1;
        int classToken = -1;
        int dclass = DClass.IN;
        long ttl = -1;
        while (at < lexer.tokens()) {
            String token = lexer.token(at);
            int given = classToken < 0 && !lexer.isQuoted(at) ? dclass(token) : -1;
            if (given >= 0) {
                dclass = given;
                classToken = at++;
            } else if (ttlToken < 0 && !lexer.isQuoted(at) && isDigit(token)) {
                ttlToken = at++;
                ttl = ttl(ttlToken);
                if (ttl < 0) {
                    return;
                }
            } else {
                break;
            }
        }
        if (dclass != DClass.IN) {
            sink.error(
                    classToken,
                    "class " + lexer.token(classToken) + " in a zone of class IN",
                    "write IN, or move the record to a zone of its class");
            return;
        }
        record(at, ttlToken, classToken, ttl);
    }

    /** Returns the TTL in a token; reports an error and returns a negative number where invalid. */
    long ttl(int token) {
        String text = lexer.token(token);
        long ttl = ZoneTtl.parse(text);
        if (ttl > ZoneTtl.MAX) {
            sink.largeTtl(token);
            return 0;
        }
        if (ttl < 0) {
            String what =
                    ttl == ZoneTtl.TOO_LARGE ? " is more than 4294967295 seconds" : " is not a TTL";
            sink.error(
                    token,
                    "'" + text + "'" + what,
                    "write seconds or units, such as 3600 or 1h30m");
        }
        return ttl;
    }

    /** Returns the name in a token; reports an error and returns empty where invalid. */
    Optional<Name> name(int token) {
        try {
            return Optional.of(tokens.name(token, context.origin()));
        } catch (InvalidEntry e) {
            sink.error(
                    e.token(), e.what(), e.fixOr("write a domain name (RFC 1035, section 2.3.1)"));
            return Optional.empty();
        }
    }

    private boolean owner() {
        String text = lexer.token(0);
        if (!lexer.isQuoted(0) && context.isOwnerText(text)) {
            return true;
        }
        Optional<Name> owner = lexer.isQuoted(0) ? quotedOwner() : name(0);
        owner.ifPresentOrElse(name -> context.setOwner(name, text), context::forgetOwner);
        return owner.isPresent();
    }

    private Optional<Name> quotedOwner() {
        sink.error(0, "the owner name is in quotes", "remove the quotes");
        return Optional.empty();
    }

    private void record(int typeToken, int ttlToken, int classToken, long given) {
        int type = type(typeToken);
        if (type < 0) {
            return;
        }
        boolean fromLast = given < 0 && context.defaultTtl() < 0;
        long ttl =
                given >= 0
                        ? given
                        : context.defaultTtl() >= 0 ? context.defaultTtl() : context.lastTtl();
        boolean fromSoa = ttl < 0 && type == Type.SOA;
        if (ttl < 0 && !fromSoa) {
            sink.error(
                    typeToken,
                    "the record has no TTL",
                    "write a TTL, or $TTL at the top of the file");
            return;
        }
        Name owner = context.owner().orElseThrow();
        Record record;
        Optional<String> opaque = Optional.empty();
        try {
            record = rdata.read(owner, type, Math.max(ttl, 0), typeToken + 1, context.origin());
        } catch (InvalidEntry e) {
            if (!e.isOpaque()) {
                sink.error(
                        e.token(),
                        RecordTypes.name(type) + ": " + e.what(),
                        e.fixOr(RdataFormat.of(type)));
                return;
            }
            opaque = Optional.of(e.what());
            record = Record.newRecord(owner, type, DClass.IN, ttl);
        }
        if (fromSoa && record instanceof SOARecord soa) {
            context.setDefaultTtl(Math.min(soa.getMinimum(), ZoneTtl.MAX));
            record = ZoneTtl.withTtl(soa, context.defaultTtl());
        }
        context.setLastTtl(record.getTTL());
        var entry =
                new ZoneEntry(
                        record,
                        ttlToken,
                        classToken,
                        typeToken,
                        fromLast && !fromSoa,
                        context.origin(),
                        context.defaultTtl());
        opaque.ifPresentOrElse(reason -> sink.opaque(entry, reason), () -> sink.record(entry));
    }

    /** Returns the type in a token; reports an error and returns -1 where a zone cannot have it. */
    private int type(int token) {
        if (token >= lexer.tokens()) {
            sink.error(lexer.tokens() - 1, "the record has no type", "write the type and the data");
            return -1;
        }
        String text = lexer.token(token);
        int type = lexer.isQuoted(token) ? -1 : RecordTypes.value(text);
        if (type < 0) {
            sink.error(
                    token,
                    "unknown record type '" + text + "'",
                    "correct the type, or write TYPEnnn (RFC 3597)");
        } else if (RecordTypes.isMeta(type)) {
            sink.error(
                    token,
                    text.toUpperCase(Locale.ROOT) + " is not a type of records in a zone",
                    "remove the line, or correct the type");
            return -1;
        }
        return type;
    }

    /** Returns the number of a class; -1 where the text is not a class. */
    private static int dclass(String text) {
        return switch (text) {
            case "IN", "in" -> DClass.IN;
            case "A", "AAAA", "TXT" -> -1;
            // ANY is a type as well, and neither is allowed in a zone
            default -> isDigit(text) ? -1 : DClass.value(text);
        };
    }

    private static boolean isDigit(String text) {
        return !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
    }
}
