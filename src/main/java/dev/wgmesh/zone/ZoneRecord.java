package dev.wgmesh.zone;

import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * A record, and the place it was read from.
 *
 * @param record with the case and rdata it was read with
 * @param place empty for a record that came over the network or was made here
 */
public record ZoneRecord(Record record, Optional<FilePosition> place) {
    /** A record that stands in no file. */
    public static ZoneRecord of(Record record) {
        return new ZoneRecord(record, Optional.empty());
    }

    /** Its owner name. */
    public Name owner() {
        return record.getName();
    }

    /** What names its RRset. */
    public Question question() {
        return new Question(record.getName(), record.getType());
    }

    /** Where it is: its file and line, else its owner and type. */
    public String where() {
        return place.map(FilePosition::toString).orElseGet(() -> question().toString());
    }
}
