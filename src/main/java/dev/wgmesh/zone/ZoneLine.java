package dev.wgmesh.zone;

import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** A record of a zone file with the extents of its parts, for editing. */
final class ZoneLine {
    /** Offsets in the text of the file. */
    record Extent(int start, int end) {
        String of(String text) {
            return text.substring(start, end);
        }
    }

    private final String file;
    private final int start;
    private final int end;
    private final boolean parentheses;
    private final ZoneEntry entry;
    private final Optional<Extent> owner;
    private final Optional<Extent> ttl;
    private final Optional<Extent> dclass;
    private final Extent type;
    private final Extent data;
    private final boolean oneToken;
    private final Optional<Extent> serial;

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
        this.type = new Extent(lexer.start(first - 1), lexer.end(first - 1));
        this.data = new Extent(lexer.start(Math.min(first, last)), lexer.end(last));
        this.oneToken = first == last;
        boolean soa = entry.record().getType() == Type.SOA && lexer.tokens() == first + 7;
        this.serial = soa ? extent(lexer, first + 2) : Optional.empty();
    }

    private static Optional<Extent> extent(ZoneLexer lexer, int token) {
        return token < 0
                ? Optional.empty()
                : Optional.of(new Extent(lexer.start(token), lexer.end(token)));
    }

    String file() {
        return file;
    }

    /** The beginning of its first line. */
    int start() {
        return start;
    }

    /** Past the line feed of its last line. */
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

    /** Empty where it has the owner of the record before it. */
    Optional<Extent> owner() {
        return owner;
    }

    Optional<Extent> ttl() {
        return ttl;
    }

    Optional<Extent> dclass() {
        return dclass;
    }

    Extent type() {
        return type;
    }

    Extent data() {
        return data;
    }

    /** The digits of an SOA's serial. */
    Optional<Extent> serial() {
        return serial;
    }

    /** Whether its data can be replaced where it stands, no parenthesis lost. */
    boolean isReplaceable() {
        return oneToken || !parentheses;
    }

    /** Whether its columns can be taken as a model for another line. */
    boolean isModel() {
        return !parentheses;
    }
}
