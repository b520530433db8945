package dev.wgmesh.zone;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/** The records of a zone. */
interface RecordStore {
    /** Returns every record, in the order read. */
    List<ZoneRecord> records();

    /** Takes the index of a record, and its owner in wire form within a longer array. */
    @FunctionalInterface
    interface OwnerVisitor {
        void owner(int index, byte[] octets, int start, int length);
    }

    /** Calls the visitor with the owner of every record, the last one first. */
    default void visitOwnersReversed(OwnerVisitor visitor) {
        List<ZoneRecord> all = records();
        for (int index = all.size() - 1; index >= 0; index--) {
            byte[] wire = all.get(index).owner().toWire();
            visitor.owner(index, wire, 0, wire.length);
        }
    }

    /** Returns the RRsets whose outline matches, in the order read. */
    Stream<RRset> rrsets(Predicate<RRsetOutline> outline);

    /** Returns owner and type of each RRset, in the order read. */
    Set<Question> questions();

    /** Returns the RRset of exactly that owner and type. */
    Optional<RRset> rrset(Question question);

    /**
     * Adds each address of the A and AAAA records, with the number of its RRset.
     *
     * @param except RRsets that are left out
     */
    void visitAddresses(Set<Question> except, ZoneAddresses addresses);

    /** Returns a number above that of every RRset. */
    int rrsetCount();

    /** Returns the owners of the RRsets of those numbers. */
    Stream<Name> owners(BitSet sets);

    /** Returns whether a name has records, or is above one that has, in the zone. */
    boolean exists(Name name);

    /** Returns the records of a name; empty where it does not exist in the zone. */
    Optional<OwnerRecords> owner(Name name);

    /** Returns whether any name has NS records below the apex, or DNAME records. */
    boolean hasCuts();

    /** Returns whether the name has NS records below the apex, or DNAME records. */
    boolean isCut(Name name);

    /** Returns whether any name in the zone begins with the label {@code *}. */
    boolean hasWildcards();

    /** Returns what {@link #exists} would return if these RRsets were removed. */
    Predicate<Name> existingWithout(Set<Question> removed);
}
