package dev.wgmesh.provider;

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
record SetChange(
        Question question,
        Optional<RRset> before,
        Optional<RRset> after,
        List<Record> removed,
        List<Record> added) {

    static SetChange of(RRsetChange change) {
        return switch (change) {
            case RRsetChange.Create(RRset after) ->
                    new SetChange(
                            after.question(),
                            Optional.empty(),
                            Optional.of(after),
                            List.of(),
                            without(after, Set.of()));
            case RRsetChange.Delete(RRset before) ->
                    new SetChange(
                            before.question(),
                            Optional.of(before),
                            Optional.empty(),
                            without(before, Set.of()),
                            List.of());
            case RRsetChange.Replace(RRset before, RRset after) ->
                    new SetChange(
                            before.question(),
                            Optional.of(before),
                            Optional.of(after),
                            without(before, Set.copyOf(without(after, Set.of()))),
                            without(after, Set.copyOf(without(before, Set.of()))).stream()
                                    .map(record -> ZoneTtl.of(record, before.ttl()))
                                    .toList());
        };
    }

    /** Records are equal whatever their TTL and the case of names. */
    private static List<Record> without(RRset set, Set<Record> others) {
        var seen = new HashSet<>(others);
        var left = new ArrayList<Record>();
        for (Record record : set.bare()) {
            if (seen.add(record)) {
                left.add(record);
            }
        }
        return left;
    }

    /** Whether no record is added or removed. */
    boolean isNothing() {
        return added.isEmpty() && removed.isEmpty();
    }

    /** Whether the zone holds just what the RRset was. */
    boolean isUndone(ZoneContents zone) {
        return is(zone, before);
    }

    /** Whether the zone holds just what the RRset was to become. */
    boolean isDone(ZoneContents zone) {
        return is(zone, after);
    }

    /** What was to be added and is not there. */
    List<Record> missing(ZoneContents zone) {
        Set<Record> there = there(zone);
        return added.stream().filter(record -> !there.contains(record)).toList();
    }

    /** What was to be removed and is still there. */
    List<Record> left(ZoneContents zone) {
        Set<Record> there = there(zone);
        return removed.stream().filter(there::contains).toList();
    }

    private Set<Record> there(ZoneContents zone) {
        return Set.copyOf(new HashSet<>(zone.set(question).map(RRset::bare).orElse(List.of())));
    }

    private boolean is(ZoneContents zone, Optional<RRset> wanted) {
        Optional<RRset> there = zone.set(question);
        return wanted.map(set -> there.map(set::sameRdata).orElse(false)).orElseGet(there::isEmpty);
    }
}
