package dev.wgmesh.zone;

import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * A record and its position in a file.
 *
 * @param record with case and rdata as read
 * @param place empty for a record from a server or a new record
 */
public record ZoneRecord(Record record, Optional<FilePosition> place) {
    /** Bytes of type, class, TTL and length of the rdata (RFC 1035, section 3.2.1). */
    private static final int BEFORE_RDATA = 10;

    /** Returns a record without a position. */
    public static ZoneRecord of(Record record) {
        return new ZoneRecord(record, Optional.empty());
    }

    /** Returns the record with another owner and TTL; its rdata keeps the case of its names. */
    public static Record copy(Record record, Name owner, long ttl) {
        byte[] wire = record.toWire(Section.ANSWER);
        byte[] rdata =
                Arrays.copyOfRange(wire, record.getName().length() + BEFORE_RDATA, wire.length);
        return Record.newRecord(owner, record.getType(), record.getDClass(), ttl, rdata);
    }

    /** Returns its owner name. */
    public Name owner() {
        return record.getName();
    }

    /** Returns the owner and type of its RRset. */
    public Question question() {
        return new Question(record.getName(), record.getType());
    }

    /** Returns its file and line, or its owner and type. */
    public String location() {
        return place.map(FilePosition::toString).orElseGet(() -> question().toString());
    }
}
