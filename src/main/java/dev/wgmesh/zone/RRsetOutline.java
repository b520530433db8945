package dev.wgmesh.zone;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** What is known of an RRset without its data: most rules look at few RRsets of a large zone. */
public interface RRsetOutline {
    /** Returns its type, one of {@link Type}. */
    int type();

    /** Returns the number of its records, with duplicates. */
    int size();

    /** Returns the octets of the data of its records, names not compressed. */
    int octets();

    /** Returns whether its records differ in their TTL. */
    boolean hasSeveralTtls();

    /** Returns whether two of its records may be the same; false: none are. */
    boolean mayRepeat();

    /** Returns whether its owner name is in the zone. */
    boolean isInZone();

    /** Returns whether its owner name begins with the label {@code *} (RFC 4592). */
    boolean isWildcard();

    /** Returns whether its owner name contains an underscore. */
    boolean hasUnderscore();

    /** Returns whether its owner, in a whole zone, has a CNAME record. */
    boolean isAtAlias();

    /** Returns whether it has that type. */
    default boolean is(int type) {
        return type() == type;
    }

    /** Returns whether it has one of these types. */
    default boolean is(int one, int other) {
        return type() == one || type() == other;
    }

    /** Returns whether it has one of these types. */
    default boolean is(int one, int other, int third) {
        return type() == one || type() == other || type() == third;
    }

    /** Returns the outline of an RRset that is not part of a whole zone. */
    static RRsetOutline of(RRset set) {
        return new OutlineOfRRset(set, Name.root, _ -> false);
    }
}
