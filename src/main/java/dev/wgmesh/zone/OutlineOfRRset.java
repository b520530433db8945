package dev.wgmesh.zone;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

import java.util.function.Predicate;

/**
 * The outline of an RRset that is in memory.
 *
 * @param apex the zone
 * @param sets whether its zone has an RRset of an owner and type
 */
record OutlineOfRRset(RRset set, Name apex, Predicate<Question> sets) implements RRsetOutline {
    @Override
    public int type() {
        return set.question().type();
    }

    @Override
    public int size() {
        return set.records().size();
    }

    @Override
    public int octets() {
        return set.records().stream()
                .mapToInt(record -> record.record().rdataToWireCanonical().length)
                .sum();
    }

    @Override
    public boolean hasSeveralTtls() {
        return set.records().stream().mapToLong(r -> r.record().getTTL()).distinct().count() > 1;
    }

    @Override
    public boolean mayRepeat() {
        return size() > 1;
    }

    @Override
    public boolean isAtAlias() {
        return sets.test(new Question(set.question().owner(), Type.CNAME));
    }

    @Override
    public boolean isInZone() {
        return set.question().owner().subdomain(apex);
    }

    @Override
    public boolean isWildcard() {
        return set.question().owner().isWild();
    }

    @Override
    public boolean hasUnderscore() {
        return set.question().owner().toString().indexOf('_') >= 0;
    }
}
