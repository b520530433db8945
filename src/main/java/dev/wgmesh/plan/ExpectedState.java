package dev.wgmesh.plan;

import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Record;

/**
 * What a zone, read again, says of a commit whose reply was lost.
 *
 * <p>Others may have changed the same lists since, so that is told record by record: a plan was
 * done if every record that it adds is there, none that it takes away is, and no revision is lower
 * than the one it writes. A revision alone does not tell whose it is: a plan of nothing else is
 * never known as done.
 */
public enum ExpectedState {
    /** All of it was done. */
    APPLIED,
    /** Nothing of it was done: everything is as the plan found it. */
    NOT_APPLIED,
    /** Others have changed what it is about: read again and decide again. */
    UNKNOWN;

    /** Returns the state of the plan in the zone; an empty plan is done. */
    public static ExpectedState of(ZoneContents now, ZonePlan plan) {
        boolean onlyRevisions =
                !plan.isEmpty()
                        && plan.changes().stream()
                                .allMatch(change -> OwnerNames.isRevision(change.question()));
        if (!onlyRevisions && plan.changes().stream().allMatch(change -> isApplied(now, change))) {
            return APPLIED;
        }
        return StaleConditions.of(now, plan).isEmpty() ? NOT_APPLIED : UNKNOWN;
    }

    private static boolean is(ZoneContents now, Question question, Optional<RRset> expected) {
        Optional<RRset> there = now.rrset(question);
        return expected.map(set -> there.filter(set::hasSameRdata).isPresent())
                .orElse(there.isEmpty());
    }

    private static boolean isApplied(ZoneContents now, RRsetChange change) {
        if (is(now, change.question(), change.newRRset())) {
            return true;
        }
        if (OwnerNames.isRevision(change.question())) {
            Optional<Long> written = change.newRRset().flatMap(MeshRecords::revision);
            Optional<Long> there = now.rrset(change.question()).flatMap(MeshRecords::revision);
            return written.isPresent() && there.filter(r -> r >= written.get()).isPresent();
        }
        List<Record> there = records(now.rrset(change.question()));
        List<Record> before = records(change.oldRRset());
        List<Record> after = records(change.newRRset());
        return there.containsAll(without(after, before))
                && without(before, after).stream().noneMatch(there::contains);
    }

    private static List<Record> without(List<Record> records, List<Record> others) {
        return records.stream().filter(record -> !others.contains(record)).toList();
    }

    private static List<Record> records(Optional<RRset> set) {
        return set.map(RRset::dnsRecords).orElse(List.of());
    }
}
