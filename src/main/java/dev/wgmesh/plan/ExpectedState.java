package dev.wgmesh.plan;

import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.MeshRecords;
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
    DONE,
    /** Nothing of it was done: everything is as the plan found it. */
    NOT_DONE,
    /** Others have changed what it is about: read again and decide again. */
    UNCLEAR;

    /** Returns the state of the plan in the zone; an empty plan is done. */
    public static ExpectedState of(ZoneContents now, ZonePlan plan) {
        boolean onlyRevisions =
                !plan.isEmpty()
                        && plan.changes().stream()
                                .allMatch(change -> MeshOwner.isRevision(change.question()));
        if (!onlyRevisions && plan.changes().stream().allMatch(change -> isDone(now, change))) {
            return DONE;
        }
        return StaleConditions.of(now, plan).isEmpty() ? NOT_DONE : UNCLEAR;
    }

    private static boolean is(ZoneContents now, Question question, Optional<RRset> expected) {
        Optional<RRset> there = now.set(question);
        return expected.map(set -> there.filter(set::sameRdata).isPresent())
                .orElse(there.isEmpty());
    }

    private static boolean isDone(ZoneContents now, RRsetChange change) {
        if (is(now, change.question(), change.becomes())) {
            return true;
        }
        if (MeshOwner.isRevision(change.question())) {
            Optional<Long> written = change.becomes().flatMap(MeshRecords::revision);
            Optional<Long> there = now.set(change.question()).flatMap(MeshRecords::revision);
            return written.isPresent() && there.filter(r -> r >= written.get()).isPresent();
        }
        List<Record> there = records(now.set(change.question()));
        List<Record> before = records(change.was());
        List<Record> after = records(change.becomes());
        return there.containsAll(without(after, before))
                && without(before, after).stream().noneMatch(there::contains);
    }

    private static List<Record> without(List<Record> records, List<Record> others) {
        return records.stream().filter(record -> !others.contains(record)).toList();
    }

    private static List<Record> records(Optional<RRset> set) {
        return set.map(RRset::bare).orElse(List.of());
    }
}
