package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.SnapshotLookup;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.RRsetOutline;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.xbill.DNS.Name;

/**
 * RRsets that a server of the zone does not return, because of a DNAME or NS record above them.
 *
 * @param above the owner of that record
 * @param sets the RRsets below, sorted; at least one
 */
record HiddenRecords(Name above, List<RRset> sets) {
    /**
     * Returns the RRsets that match, as outline and as a whole, of the zone that are strictly below
     * one of the names, by the highest such name.
     */
    static List<HiddenRecords> below(
            Set<Name> names,
            ZoneContents zone,
            Predicate<RRsetOutline> outline,
            Predicate<RRset> matching) {
        if (names.isEmpty()) {
            return List.of();
        }
        Map<Name, List<RRset>> found = new TreeMap<>();
        zone.rrsets(outline)
                .forEach(set ->
                        highest(names, zone.apex(), set.question().owner())
                                .filter(_ -> matching.test(set))
                                .ifPresent(above ->
                                        found.computeIfAbsent(above, _ -> new ArrayList<>())
                                                .add(set)));
        return found.entrySet().stream()
                .map(entry -> new HiddenRecords(entry.getKey(), sorted(entry.getValue())))
                .toList();
    }

    private static List<RRset> sorted(List<RRset> sets) {
        return sets.stream().sorted(Comparator.comparing(RRset::question)).toList();
    }

    private static Optional<Name> highest(Set<Name> names, Name apex, Name owner) {
        if (!owner.subdomain(apex)) {
            return Optional.empty();
        }
        for (int labels = owner.labels() - apex.labels(); labels > 0; labels--) {
            var above = new Name(owner, labels);
            if (names.contains(above)) {
                return Optional.of(above);
            }
        }
        return Optional.empty();
    }

    /** Returns the first record of the RRsets. */
    ZoneRecord first() {
        return SnapshotLookup.first(sets.getFirst());
    }

    /** Returns the number of RRsets in parentheses; empty for one. */
    String more() {
        return sets.size() == 1 ? "" : " (" + sets.size() + " RRsets)";
    }
}
