package dev.wgmesh.zone;

import java.util.function.Predicate;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * What is known of an RRset without its data. Many RRsets of a large zone have the same outline,
 * and most rules look at few of them.
 *
 * @param type one of {@link Type}
 * @param size the number of its records, with duplicates
 * @param octets of the data of its records, names not compressed
 * @param hasSeveralTtls whether its records differ in their TTL
 * @param mayRepeat whether two of its records may be the same; false: none are
 * @param isInZone whether its owner name is in the zone
 * @param isWildcard whether its owner name begins with the label {@code *} (RFC 4592)
 * @param hasUnderscore whether its owner name contains an underscore
 * @param isAtAlias whether its owner, in a whole zone, has a CNAME record
 * @param mayNameAlias whether a record of type NS, MX or SRV may name an alias of its zone
 */
public record RRsetOutline(
        int type,
        int size,
        int octets,
        boolean hasSeveralTtls,
        boolean mayRepeat,
        boolean isInZone,
        boolean isWildcard,
        boolean hasUnderscore,
        boolean isAtAlias,
        boolean mayNameAlias) {
    /** Returns the outline of an RRset that is not part of a whole zone. */
    public static RRsetOutline of(RRset set) {
        return of(set, Name.root, _ -> false);
    }

    /**
     * Returns the outline of an RRset.
     *
     * @param sets whether its zone has an RRset of an owner and type
     */
    static RRsetOutline of(RRset set, Name apex, Predicate<Question> sets) {
        Name owner = set.question().owner();
        int size = set.records().size();
        int octets = 0;
        boolean severalTtls = false;
        long first = set.records().getFirst().record().getTTL();
        for (ZoneRecord record : set.records()) {
            octets += record.record().rdataToWireCanonical().length;
            severalTtls |= record.record().getTTL() != first;
        }
        return new RRsetOutline(
                set.question().type(),
                size,
                octets,
                severalTtls,
                size > 1,
                owner.subdomain(apex),
                owner.isWild(),
                hasUnderscore(owner),
                sets.test(new Question(owner, Type.CNAME)),
                true);
    }

    private static boolean hasUnderscore(Name name) {
        for (byte octet : name.toWire()) {
            // the length of a label is below it
            if (octet == '_') {
                return true;
            }
        }
        return false;
    }

    /** Returns whether it has that type. */
    public boolean is(int one) {
        return type == one;
    }

    /** Returns whether it has one of these types. */
    public boolean is(int one, int other) {
        return type == one || type == other;
    }

    /** Returns whether it has one of these types. */
    public boolean is(int one, int other, int third) {
        return type == one || type == other || type == third;
    }
}
