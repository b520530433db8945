package dev.wgmesh.plan;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Record;

/** One RRset of a zone made, replaced or taken away. */
public sealed interface RRsetChange {
    /** The zone lacks the RRset. */
    record Create(RRset after) implements RRsetChange {}

    /** The zone holds the RRset with other rdata; both are of one question. */
    record Replace(RRset before, RRset after) implements RRsetChange {
        /** Rejects two RRsets of different names or types. */
        public Replace {
            if (!before.question().equals(after.question())) {
                throw new IllegalArgumentException(before.question() + ", " + after.question());
            }
        }
    }

    /** The zone has an RRset to remove. */
    record Delete(RRset before) implements RRsetChange {}

    /** Returns the RRset as it was; empty where there was none. */
    default Optional<RRset> oldRRset() {
        return switch (this) {
            case Create _ -> Optional.empty();
            case Replace(RRset before, _) -> Optional.of(before);
            case Delete(RRset before) -> Optional.of(before);
        };
    }

    /** Returns the new RRset; empty where it is removed. */
    default Optional<RRset> newRRset() {
        return switch (this) {
            case Create(RRset after) -> Optional.of(after);
            case Replace(_, RRset after) -> Optional.of(after);
            case Delete _ -> Optional.empty();
        };
    }

    /** Returns the owner and type of the RRset. */
    default Question question() {
        return switch (this) {
            case Create(RRset after) -> after.question();
            case Replace(_, RRset after) -> after.question();
            case Delete(RRset before) -> before.question();
        };
    }

    /** Returns the records that go, whatever their TTL. */
    default List<Record> removedRecords() {
        return without(oldRRset(), newRRset());
    }

    /** Returns the records that come, whatever their TTL. */
    default List<Record> addedRecords() {
        return without(newRRset(), oldRRset());
    }

    private static List<Record> without(Optional<RRset> these, Optional<RRset> those) {
        List<Record> others = those.map(RRset::dnsRecords).orElse(List.of());
        return these.map(RRset::dnsRecords).orElse(List.of()).stream()
                .filter(record -> !others.contains(record))
                .toList();
    }
}
