package dev.wgmesh.zone;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of one owner and type, which are added one by one and then become an RRset. */
final class RRsetBuilder {
    private final int type;
    private final List<ZoneRecord> records = new ArrayList<>(1);
    private @Nullable RRset made;

    RRsetBuilder(int type) {
        this.type = type;
    }

    /** Returns the type of its records. */
    int type() {
        return type;
    }

    /** Returns whether no record was added. */
    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Adds a record. */
    void add(ZoneRecord record) {
        records.add(record);
    }

    /** Returns the RRset of at least one record, made at the first call: none is added later. */
    RRset rrset() {
        RRset known = made;
        if (known == null) {
            known = new RRset(records.getFirst().question(), records);
            made = known;
        }
        return known;
    }
}
