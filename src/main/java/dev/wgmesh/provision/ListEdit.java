package dev.wgmesh.provision;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.ZoneDifference;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Type;

/**
 * A change of a list, or of the addresses of its members, as its own zone guards it: the list and
 * its revision, and those of the topmost list above it in that zone, must be what was read, and
 * both revisions are raised. So any two changes below one list exclude each other.
 */
final class ListEdit {
    private final ZoneContents zone;
    private final List<MeshName> guarded;

    private ListEdit(ZoneContents zone, List<MeshName> guarded) {
        this.zone = zone;
        this.guarded = guarded;
    }

    /** The edit of a list of the mesh. */
    static ListEdit of(MeshSnapshot view, MeshName list) {
        return of(view, list, view.aboveInZone(list).getLast());
    }

    /** The edit of a list that is not there yet, below one that is. */
    static ListEdit below(MeshSnapshot view, MeshName list, MeshName parent) {
        return of(view, list, view.aboveInZone(parent).getLast());
    }

    private static ListEdit of(MeshSnapshot view, MeshName list, MeshName topmost) {
        ZoneContents zone = view.zoneOf(Question.name(list)).zone();
        boolean both =
                !topmost.equals(list)
                        && view.isOneZone(Question.name(topmost), Question.name(list));
        return new ListEdit(zone, both ? List.of(list, topmost) : List.of(list));
    }

    ZoneContents zone() {
        return zone;
    }

    /** That the lists, as far as they are there, and their revisions are what was read. */
    List<Condition> conditions() {
        var conditions = new ArrayList<Condition>();
        for (MeshName list : guarded) {
            zone.set(Question.of(list.text(), Type.TXT))
                    .map(Condition.Holds::new)
                    .ifPresent(conditions::add);
            conditions.add(condition(revision(list)));
        }
        return conditions;
    }

    private Condition condition(Question question) {
        return zone.set(question)
                .<Condition>map(Condition.Holds::new)
                .orElseGet(() -> new Condition.Lacks(question));
    }

    /** Raises the revisions by one. */
    void raise(ZoneDifference edit, MeshRecords records) {
        for (MeshName list : guarded) {
            Question question = revision(list);
            long now =
                    zone.set(question)
                            .map(set ->
                                    MeshRecords.revision(set).orElseThrow(() -> noNumber(question)))
                            .orElse(0L);
            edit.replace(question, List.of(records.revision(list, now + 1)));
        }
    }

    private static Question revision(MeshName list) {
        return new Question(MeshOwner.revision(list), Type.TXT);
    }

    private static Failure noNumber(Question question) {
        return Failure.refused(
                question.toString(), "is no number, but we write numbers there", "remove it");
    }
}
