package dev.wgmesh.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Record;

/**
 * What happens to a line of a zone file, and what follows it.
 *
 * @param removed whether it is taken away
 * @param data what is written instead of its data
 * @param serial what is written instead of its serial
 * @param after records put after it, in order
 */
record LineChange(
        boolean removed, Optional<Record> data, Optional<Long> serial, List<Addition> after) {
    static final LineChange NONE =
            new LineChange(false, Optional.empty(), Optional.empty(), List.of());

    /**
     * A record put into the file.
     *
     * @param apart whether it begins a block, with an empty line before it where blocks have one
     */
    record Addition(Record record, boolean apart) {}

    LineChange withoutLine() {
        return new LineChange(true, data, serial, after);
    }

    LineChange withData(Record record) {
        return new LineChange(removed, Optional.of(record), serial, after);
    }

    LineChange withSerial(long number) {
        return new LineChange(removed, data, Optional.of(number), after);
    }

    LineChange followedBy(Addition addition) {
        var all = new ArrayList<>(after);
        all.add(addition);
        return new LineChange(removed, data, serial, List.copyOf(all));
    }
}
