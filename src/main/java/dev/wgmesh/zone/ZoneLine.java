package dev.wgmesh.zone;

import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** A record of a zone file with the extents of its parts, for editing. */
final class ZoneLine {
    /** A range of offsets in the text of the file. */
    record Span(int start, int end) {
        String of(String text) {
            return text.substring(start, end);
        }
    }

    private final String file;
    private final int start;
    private final int end;
    private final boolean parentheses;
    private final ZoneEntry entry;
    private final Optional<Span> owner;
    private final Optional<Span> ttl;
    private final Optional<Span> dclass;
    private final Span type;
    private final Span data;
    private final boolean oneToken;
    private final Optional<Span> serial;

    ZoneLine(String file, ZoneLexer lexer, ZoneEntry entry) {
        this.file = file;
        this.start = lexer.start();
        this.end = lexer.end();
        this.parentheses = lexer.parentheses();
        this.entry = entry;
        int first = entry.typeToken() + 1;
        int last = Math.max(lexer.tokens() - 1, entry.typeToken());
        this.owner = lexer.blankOwner() ? Optional.empty() : extent(lexer, 0);
        this.ttl = extent(lexer, entry.ttlToken());
        this.dclass = extent(lexer, entry.classToken());
        this.type = new Span(lexer.start(first - 1), lexer.end(first - 1));
        this.data = new Span(lexer.start(Math.min(first, last)), lexer.end(last));
        this.oneToken = first == last;
        boolean soa = entry.record().getType() == Type.SOA && lexer.tokens() == first + 7;
        this.serial = soa ? extent(lexer, first + 2) : Optional.empty();
    }

    private static Optional<Span> extent(ZoneLexer lexer, int token) {
        return token < 0
                ? Optional.empty()
                : Optional.of(new Span(lexer.start(token), lexer.end(token)));
    }

    String file() {
        return file;
    }

    /** Returns the offset of its first line. */
    int start() {
        return start;
    }

    /** Returns the offset after the line feed of its last line. */
    int end() {
        return end;
    }

    ZoneEntry entry() {
        return entry;
    }

    Name name() {
        return entry.record().getName();
    }

    Question question() {
        return new Question(name(), entry.record().getType());
    }

    /** Returns the owner; empty where inherited from the record before. */
    Optional<Span> owner() {
        return owner;
    }

    Optional<Span> ttl() {
        return ttl;
    }

    Optional<Span> dclass() {
        return dclass;
    }

    Span type() {
        return type;
    }

    Span data() {
        return data;
    }

    /** Returns the digits of an SOA's serial. */
    Optional<Span> serial() {
        return serial;
    }

    /** Returns whether its data can be replaced in place, without losing a parenthesis. */
    boolean isReplaceable() {
        return oneToken || !parentheses;
    }

    /** Returns whether another line can use its columns. */
    boolean isModel() {
        return !parentheses;
    }
}
