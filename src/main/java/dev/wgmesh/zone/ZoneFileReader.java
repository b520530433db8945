package dev.wgmesh.zone;

import dev.wgmesh.problem.Problem;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Reads one file of a zone; an entry inherits what it leaves out from the entries before. */
final class ZoneFileReader {
    /** Reads an included file; returns the problem if it cannot. */
    @FunctionalInterface
    interface IncludeHandler {
        Optional<Problem> read(String name, Optional<Name> origin, long defaultTtl);
    }

    private final String file;
    private final ZoneLexer lexer;
    private final RdataText rdata;
    private final ZoneVisitor visitor;
    private final IncludeHandler inclusion;

    private Optional<Name> origin = Optional.empty();
    private long defaultTtl;
    private long lastTtl = -1;
    private Optional<Name> lastOwner = Optional.empty();
    private String lastOwnerText = "";
    private String noOwner = "no line before has an owner name";

    ZoneFileReader(String file, String text, ZoneVisitor visitor, IncludeHandler inclusion) {
        this.file = file;
        this.lexer = new ZoneLexer(text);
        this.rdata = new RdataText(lexer);
        this.visitor = visitor;
        this.inclusion = inclusion;
    }

    /** Reads the whole file; {@code firstTtl} is the default TTL at its beginning, -1: none. */
    void read(Optional<Name> firstOrigin, long firstTtl) {
        origin = firstOrigin;
        defaultTtl = firstTtl;
        while (lexer.advance()) {
            Optional<ZoneLexer.LexicalError> fault = lexer.error();
            if (fault.isPresent()) {
                if (!lexer.blankOwner()) {
                    forgetOwner();
                }
                report(fault.get().at(), fault.get().what(), fault.get().fix());
            } else if (!lexer.blankOwner() && startsWithDollar()) {
                directive();
            } else {
                entry();
            }
        }
    }

    private boolean startsWithDollar() {
        return lexer.token(0).startsWith("$");
    }

    private void directive() {
        String name = lexer.token(0).toUpperCase(Locale.ROOT);
        switch (name) {
            case "$ORIGIN" -> {
                if (arguments(1, 1)) {
                    name(1, originOrEmpty()).ifPresent(this::setOrigin);
                }
            }
            case "$TTL" -> {
                if (arguments(1, 1)) {
                    long ttl = ZoneTtl.parse(lexer.token(1));
                    if (ttl >= 0) {
                        defaultTtl = ttl;
                    } else {
                        badTtl(1, ttl);
                    }
                }
            }
            case "$INCLUDE" -> {
                if (arguments(1, 2)) {
                    include();
                }
            }
            case "$GENERATE" ->
                    report(0, "$GENERATE is not supported", "write the records themselves");
            default -> report(0, "unknown directive " + name, "use $ORIGIN, $TTL or $INCLUDE");
        }
    }

    private void setOrigin(Name name) {
        origin = Optional.of(name);
        lastOwnerText = "";
    }

    private boolean arguments(int least, int most) {
        int given = lexer.tokens() - 1;
        if (given >= least && given <= most) {
            return true;
        }
        String wants = least == most ? least + " argument" : least + " or " + most + " arguments";
        report(
                0,
                lexer.token(0) + " takes " + wants + ", but has " + given,
                "see RFC 1035, section 5.1");
        return false;
    }

    private void include() {
        Optional<Name> below = origin;
        if (lexer.tokens() == 3) {
            below = name(2, originOrEmpty());
            if (below.isEmpty()) {
                return;
            }
        }
        inclusion
                .read(lexer.token(1), below, defaultTtl)
                .ifPresent(problem ->
                        visitor.syntaxError(
                                new SyntaxError(
                                        lexer.place(file, lexer.start(1)),
                                        "$INCLUDE: " + problem.where() + " " + problem.what(),
                                        problem.fix(),
                                        true)));
    }

    private void entry() {
        int at = 0;
        if (!lexer.blankOwner()) {
            if (!owner()) {
                return;
            }
            at = 1;
        } else if (lastOwner.isEmpty()) {
            report(0, noOwner, "write the owner name at the beginning of the line");
            return;
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
                ttl = ZoneTtl.parse(token);
                ttlToken = at++;
                if (ttl < 0) {
                    badTtl(ttlToken, ttl);
                    return;
                }
            } else {
                break;
            }
        }
        record(at, ttlToken, classToken, dclass, ttl);
    }

    private boolean owner() {
        String text = lexer.token(0);
        if (lastOwner.isPresent() && text.equals(lastOwnerText)) {
            return true;
        }
        Optional<Name> owner = lexer.isQuoted(0) ? quotedOwner() : name(0, originOrEmpty());
        if (owner.isEmpty()) {
            forgetOwner();
            return false;
        }
        lastOwner = owner;
        lastOwnerText = text;
        return true;
    }

    private Name originOrEmpty() {
        return origin.orElse(Name.empty);
    }

    private Optional<Name> quotedOwner() {
        report(0, "the owner name is in quotes", "remove the quotes");
        return Optional.empty();
    }

    private void forgetOwner() {
        lastOwner = Optional.empty();
        noOwner = "the owner name is unknown: the line with the owner name has a syntax error";
    }

    private void record(int typeToken, int ttlToken, int classToken, int dclass, long given) {
        if (typeToken >= lexer.tokens()) {
            report(lexer.tokens() - 1, "the record has no type", "write the type and the data");
            return;
        }
        String typeText = lexer.token(typeToken);
        int type = lexer.isQuoted(typeToken) ? -1 : Type.value(typeText);
        if (type < 0) {
            report(
                    typeToken,
                    "unknown record type " + typeText,
                    "correct the type, or write TYPEnnn (RFC 3597)");
            return;
        }
        boolean fromLast = given < 0 && defaultTtl < 0;
        long ttl = given >= 0 ? given : defaultTtl >= 0 ? defaultTtl : lastTtl;
        boolean fromSoa = ttl < 0 && type == Type.SOA;
        if (ttl < 0 && !fromSoa) {
            report(
                    typeToken,
                    "the record has no TTL",
                    "write a TTL, or $TTL at the top of the file");
            return;
        }
        try {
            Name owner = lastOwner.orElseThrow();
            Record record =
                    rdata.read(owner, type, dclass, Math.max(ttl, 0), typeToken + 1, origin);
            if (fromSoa && record instanceof SOARecord soa) {
                defaultTtl = Math.min(soa.getMinimum(), ZoneTtl.MAX);
                record = ZoneTtl.withTtl(soa, defaultTtl);
            }
            lastTtl = record.getTTL();
            visitor.record(
                    file,
                    lexer,
                    new ZoneEntry(
                            record,
                            ttlToken,
                            classToken,
                            typeToken,
                            fromLast && !fromSoa,
                            origin,
                            defaultTtl));
        } catch (RdataText.InvalidRdata e) {
            report(
                    e.token(),
                    typeText.toUpperCase(Locale.ROOT) + ": " + e.what(),
                    RdataFormat.of(type));
        }
    }

    /** Returns the number of a class; -1 where the text is not a class. */
    private static int dclass(String text) {
        return switch (text) {
            case "IN", "in" -> DClass.IN;
            case "A", "AAAA", "TXT" -> -1;
            default -> isDigit(text) ? -1 : DClass.value(text);
        };
    }

    private static boolean isDigit(String text) {
        return !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
    }

    /** Returns the name in a token; reports an error and returns empty where invalid. */
    private Optional<Name> name(int token, Name below) {
        try {
            Name name = Name.fromString(lexer.token(token), below);
            if (name.isAbsolute()) {
                return Optional.of(name);
            }
            report(
                    token,
                    lexer.token(token) + " is relative, but there is no origin",
                    "write $ORIGIN above this line, or a dot at the end of the name");
        } catch (TextParseException | RuntimeException e) {
            report(
                    token,
                    String.valueOf(e.getMessage()),
                    "write a domain name (RFC 1035, section 2.3.1)");
        }
        return Optional.empty();
    }

    private void badTtl(int token, long ttl) {
        String what =
                ttl == ZoneTtl.TOO_LARGE ? " is more than 2147483647 seconds" : " is not a TTL";
        report(token, lexer.token(token) + what, "write seconds or units, such as 3600 or 1h30m");
    }

    private void report(int tokenOrOffset, String what, String fix) {
        int at =
                lexer.error().isPresent()
                        ? tokenOrOffset
                        : lexer.start(Math.min(tokenOrOffset, lexer.tokens() - 1));
        visitor.syntaxError(new SyntaxError(lexer.place(file, at), what, fix, false));
    }
}
