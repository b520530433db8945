package dev.wgmesh.zone;

import org.xbill.DNS.Name;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The records of a zone. */
interface RecordStore {
    /** Returns every record, in the order read. */
    List<ZoneRecord> records();

    /** Returns the RRsets whose outline matches, in the order read. */
    Stream<RRset> rrsets(Predicate<RRsetOutline> outline);

    /** Returns owner and type of each RRset, in the order read. */
    Set<Question> questions();

    /** Returns the RRset of exactly that owner and type. */
    Optional<RRset> rrset(Question question);

    /** Returns whether a name has records, or is above one that has, in the zone. */
    boolean exists(Name name);

    /** Returns whether a name may have NS records below the apex, or DNAME records. */
    default boolean mayHaveCuts() {
        return true;
    }
}
