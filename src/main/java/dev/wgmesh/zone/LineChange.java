package dev.wgmesh.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Record;

/**
 * The change of one line of a zone file, and the records added after the line.
 *
 * @param removed whether the line is removed
 * @param data record whose data replaces that of the line
 * @param serial that replaces that of the SOA
 * @param additions records added after the line, in order
 */
record LineChange(
        boolean removed, Optional<Record> data, Optional<Long> serial, List<Addition> additions) {
    static final LineChange NONE =
            new LineChange(false, Optional.empty(), Optional.empty(), List.of());

    /**
     * A record added to the file.
     *
     * @param newBlock whether it begins a block, after an empty line where the file separates
     *     blocks
     */
    record Addition(Record record, boolean newBlock) {}

    LineChange withoutLine() {
        return new LineChange(true, data, serial, additions);
    }

    LineChange withData(Record record) {
        return new LineChange(removed, Optional.of(record), serial, additions);
    }

    LineChange withSerial(long number) {
        return new LineChange(removed, data, Optional.of(number), additions);
    }

    LineChange withAddition(Addition addition) {
        var all = new ArrayList<>(additions);
        all.add(addition);
        return new LineChange(removed, data, serial, List.copyOf(all));
    }
}
