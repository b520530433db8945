package dev.wgmesh.provider.server;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneTtl;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Record;

/**
 * A change of an RRset, record by record.
 *
 * @param before what the zone must hold; empty: none
 * @param after what it is to hold; empty: none
 * @param removed records of {@code before}, as the server sent them
 * @param added records with the TTL that the RRset has
 */
record RecordChange(
        Question question,
        Optional<RRset> before,
        Optional<RRset> after,
        List<Record> removed,
        List<Record> added) {

    static RecordChange of(RRsetChange change) {
        return switch (change) {
            case RRsetChange.Create(RRset after) ->
                    new RecordChange(
                            after.question(),
                            Optional.empty(),
                            Optional.of(after),
                            List.of(),
                            without(after, Set.of()));
            case RRsetChange.Delete(RRset before) ->
                    new RecordChange(
                            before.question(),
                            Optional.of(before),
                            Optional.empty(),
                            without(before, Set.of()),
                            List.of());
            case RRsetChange.Replace(RRset before, RRset after) ->
                    new RecordChange(
                            before.question(),
                            Optional.of(before),
                            Optional.of(after),
                            without(before, Set.copyOf(without(after, Set.of()))),
                            without(after, Set.copyOf(without(before, Set.of()))).stream()
                                    .map(record -> ZoneTtl.withTtl(record, before.ttl()))
                                    .toList());
        };
    }

    /** Records are equal whatever their TTL and the case of names. */
    private static List<Record> without(RRset set, Set<Record> others) {
        var seen = new HashSet<>(others);
        var left = new ArrayList<Record>();
        for (Record record : set.dnsRecords()) {
            if (seen.add(record)) {
                left.add(record);
            }
        }
        return left;
    }

    /** Returns whether no record is added or removed. */
    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty();
    }

    /** Returns whether the zone holds just what the RRset was. */
    boolean isUnchanged(ZoneContents zone) {
        Optional<RRset> there = zone.rrset(question);
        return before.map(set -> there.map(set::hasSameRdata).orElse(false))
                .orElseGet(there::isEmpty);
    }

    /** Returns whether all that was to be added is there, and nothing that was to be removed. */
    boolean isApplied(ZoneContents zone) {
        return !isMissing(zone) && !isNotRemoved(zone);
    }

    /** Returns whether something that was to be added is not there. */
    boolean isMissing(ZoneContents zone) {
        return !currentRecords(zone).containsAll(added);
    }

    /** Returns whether something that was to be removed is still there. */
    boolean isNotRemoved(ZoneContents zone) {
        return removed.stream().anyMatch(currentRecords(zone)::contains);
    }

    private Set<Record> currentRecords(ZoneContents zone) {
        return new HashSet<>(zone.rrset(question).map(RRset::dnsRecords).orElse(List.of()));
    }
}
