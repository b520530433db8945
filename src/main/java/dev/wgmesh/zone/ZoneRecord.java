package dev.wgmesh.zone;

import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * A record and its position in a file.
 *
 * @param record with case and rdata as read
 * @param place empty for a record from a server or a new record
 */
public record ZoneRecord(Record record, Optional<FilePosition> place) {
    /** Returns a record without a position. */
    public static ZoneRecord of(Record record) {
        return new ZoneRecord(record, Optional.empty());
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
    public String where() {
        return place.map(FilePosition::toString).orElseGet(() -> question().toString());
    }
}
