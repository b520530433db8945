package dev.wgmesh.zone;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Name;

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
    private final PlainEntry entry;
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
        this.entry = new PlainEntry(octets);
    }

    /**
     * Reads entries in usual form, and moves the lexer to the first one that was not read.
     *
     * @param stop offset from which on no entry is read
     * @return whether it stopped there, before the end of the text
     */
    boolean read(ZoneLexer lexer, int stop) {
        int start = lexer.next();
        int line = lexer.nextLine();
        int limit = Math.min(stop, octets.length);
        begin();
        while (start < limit && entry(start, line)) {
            start = entry.end();
            line++;
        }
        end();
        lexer.moveTo(start, line);
        return start >= stop && start < octets.length;
    }

    private void begin() {
        owner = OF_CONTEXT;
        ownerWire = new byte[0];
        lastTtl = context.lastTtl();
        any = false;
        if (!EntryContext.isSpelledAlike(origin, context.origin())) {
            origin = context.origin();
            entry.setOrigin(origin);
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
        if (!entry.read(start)) {
            return false;
        }
        if (entry.isEmpty()) {
            return true;
        }
        long ttl = ttl(entry.ttl());
        if (ttl < 0 || entry.inherits() && !inheritsOwner()) {
            return false;
        }
        if (entry.inherits()) {
            context.inheritOwner();
        } else {
            takeOwner(start);
        }
        if (!any) {
            any = true;
            sink.section(file, text, origin);
        }
        lastTtl = ttl;
        sink.row(owner, entry.type(), ttl, start, line, entry.data(), entry.length());
        return true;
    }

    private void takeOwner(int start) {
        byte[] wire = entry.owner();
        if (!Arrays.equals(wire, ownerWire)) {
            owner = sink.names().add(wire, 0, wire.length);
            spelled = sink.names().isSpelled(owner, wire, wire.length);
            ownerWire = wire;
        }
        ownerStart = start;
        ownerEnd = entry.ownerEnd();
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
