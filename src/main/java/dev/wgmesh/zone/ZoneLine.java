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

    /** How a line says what its records are. */
    enum Kind {
        RECORD,
        /** A record whose data wg-mesh cannot read. */
        OPAQUE,
        /** A directive that makes records. */
        GENERATED
    }

    private final Kind kind;
    private final int order;
    private final int number;
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
    private final Optional<ReadingPath.Gap> gap;

    /**
     * Makes a line.
     *
     * @param order its index among all lines that were read, in their order
     * @param gap of entries right before it that were not read
     */
    ZoneLine(
            Kind kind,
            int order,
            Optional<ReadingPath.Gap> gap,
            String file,
            ZoneLexer lexer,
            ZoneEntry entry) {
        this.gap = gap;
        this.kind = kind;
        this.order = order;
        this.number = lexer.line();
        this.file = file;
        this.start = lexer.start();
        this.end = lexer.end();
        this.parentheses = lexer.parentheses();
        this.entry = entry;
        int first = Math.max(entry.typeToken(), 0) + 1;
        int last = Math.max(lexer.tokens() - 1, first - 1);
        boolean noOwner = lexer.blankOwner() || kind == Kind.GENERATED;
        this.owner = noOwner ? Optional.empty() : extent(lexer, 0);
        this.ttl = extent(lexer, entry.ttlToken());
        this.dclass = extent(lexer, entry.classToken());
        this.type = new Span(lexer.start(first - 1), lexer.end(first - 1));
        this.data = new Span(lexer.start(Math.min(first, last)), lexer.end(last));
        this.oneToken = first == last;
        boolean soa =
                kind == Kind.RECORD
                        && entry.record().getType() == Type.SOA
                        && lexer.tokens() == first + 7;
        this.serial = soa ? extent(lexer, first + 2) : Optional.empty();
    }

    private static Optional<Span> extent(ZoneLexer lexer, int token) {
        return token < 0
                ? Optional.empty()
                : Optional.of(new Span(lexer.start(token), lexer.end(token)));
    }

    Kind kind() {
        return kind;
    }

    String file() {
        return file;
    }

    /** Returns the file and line: {@code zones/example.com.zone:12}. */
    String place() {
        return file + ":" + number;
    }

    /** Returns its index among all lines that were read, in their order. */
    int order() {
        return order;
    }

    /** Returns the entries right before it that were not read. */
    Optional<ReadingPath.Gap> gap() {
        return gap;
    }

    /**
     * Returns normally where the line before it was read, or where there is none.
     *
     * @throws ZoneExcerpt.TooSmall else
     */
    void requireLineBefore() {
        if (gap.isPresent()) {
            throw new ZoneExcerpt.TooSmall();
        }
    }

    /** Returns whether both are records of the same entry of a file. */
    boolean isSameEntry(ZoneLine other) {
        return file.equals(other.file) && start == other.start;
    }

    /** Returns whether the line inherits its owner or TTL from the record before. */
    boolean inherits() {
        return inheritsOwner() || entry.lastTtl();
    }

    /** Returns whether the line inherits its owner from the record before. */
    boolean inheritsOwner() {
        return owner.isEmpty() && kind != Kind.GENERATED;
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
        return kind == Kind.RECORD && (oneToken || !parentheses);
    }

    /** Returns whether another line can use its columns. */
    boolean isModel() {
        return !parentheses && kind != Kind.GENERATED;
    }
}
