package dev.wgmesh.zone;

import org.xbill.DNS.Name;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads entries in their usual form, which almost all entries of a large zone have: one line, no
 * parentheses, a frequent type. It stops before any other entry, which {@link EntryReader} reads,
 * as it would have read those before.
 */
final class PlainReader {
    /** The owner is that of the context, which is not in the table yet. */
    private static final int OF_CONTEXT = -1;

    private final String file;
    private final String text;
    private final byte[] octets;
    private final EntryContext context;
    private final RowSink sink;
    private final PlainFields fields;
    private Optional<Name> origin = Optional.empty();

    private int owner = OF_CONTEXT;
    private byte[] ownerWire = new byte[0];
    private int ownerStart;
    private int ownerEnd;

    /** Whether the table spells the owner as the entries do: a line without owner needs it. */
    private boolean spelled;

    private long lastTtl;
    private boolean any;

    PlainReader(String file, String text, EntryContext context, RowSink sink) {
        this.file = file;
        this.text = text;
        this.octets = text.getBytes(StandardCharsets.ISO_8859_1);
        this.context = context;
        this.sink = sink;
        this.fields = new PlainFields(octets);
    }

    /** Reads entries in usual form, and moves the lexer to the first other one. */
    void read(ZoneLexer lexer) {
        int start = lexer.next();
        int line = lexer.nextLine();
        begin();
        while (start < octets.length && entry(start, line)) {
            start = fields.at();
            line++;
        }
        end();
        lexer.moveTo(start, line);
    }

    private void begin() {
        owner = OF_CONTEXT;
        ownerWire = new byte[0];
        lastTtl = context.lastTtl();
        any = false;
        if (!EntryContext.isSpelledAlike(origin, context.origin())) {
            origin = context.origin();
            fields.setOrigin(origin);
        }
    }

    /** Tells the context what the entries after the ones read inherit. */
    private void end() {
        if (any) {
            context.setLastTtl(lastTtl);
            if (ownerWire.length > 0) {
                context.setOwner(NameTable.name(ownerWire), text.substring(ownerStart, ownerEnd));
            }
        }
    }

    /** Reads the entry of a line; returns false, and changes nothing, if it is not a usual one. */
    private boolean entry(int start, int line) {
        fields.moveTo(start);
        if (fields.endOfLine()) {
            return true;
        }
        byte[] wire = ownerWire;
        if (!fields.blanks()) {
            fields.clear();
            if (!fields.name()) {
                return false;
            }
            wire = written(ownerWire);
        }
        int end = fields.at();
        if (end > start && !isBlank(octets[start]) && !fields.blanks()) {
            return false;
        }
        long given = -1;
        boolean dclass = false;
        while (true) {
            if (given < 0 && fields.isAtDigit()) {
                given = fields.number(ZoneTtl.MAX);
                if (given < 0) {
                    return false;
                }
            } else if (!dclass && fields.word("IN")) {
                dclass = true;
            } else {
                break;
            }
            if (!fields.blanks()) {
                return false;
            }
        }
        int type = PlainEntry.type(fields, octets);
        long ttl = ttl(given);
        fields.clear();
        if (type < 0 || ttl < 0 || !PlainEntry.data(fields, type) || !fields.endOfLine()) {
            return false;
        }
        if (wire != ownerWire) {
            owner = sink.names().add(wire, 0, wire.length);
            spelled = sink.names().isSpelled(owner, wire, wire.length);
            ownerWire = wire;
            ownerStart = start;
            ownerEnd = end;
        } else if (isBlank(octets[start]) && !inheritsOwner()) {
            return false;
        }
        if (!any) {
            any = true;
            sink.section(file, text, origin);
        }
        lastTtl = ttl;
        sink.row(owner, type, ttl, start, line, fields.wire(), fields.written());
        return true;
    }

    /** Returns the octets written; the same array where they are the same. */
    private byte[] written(byte[] before) {
        byte[] wire = fields.wire();
        int length = fields.written();
        return length == before.length && Arrays.equals(wire, 0, length, before, 0, length)
                ? before
                : Arrays.copyOf(wire, length);
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private long ttl(long given) {
        if (given >= 0) {
            return given;
        }
        return context.defaultTtl() >= 0 ? context.defaultTtl() : lastTtl;
    }

    /** Returns whether a line without owner has the owner as the table spells it. */
    private boolean inheritsOwner() {
        if (owner == OF_CONTEXT && context.owner().isPresent()) {
            byte[] wire = context.owner().get().toWire();
            owner = sink.names().add(wire, 0, wire.length);
            spelled = sink.names().isSpelled(owner, wire, wire.length);
        }
        return owner != OF_CONTEXT && spelled;
    }
}
