package dev.wgmesh.provision;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.ZoneDifference;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.OwnerNames;
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
final class RevisionGuard {
    private final ZoneContents zone;
    private final List<MeshName> guarded;

    private RevisionGuard(ZoneContents zone, List<MeshName> guarded) {
        this.zone = zone;
        this.guarded = guarded;
    }

    /** Returns the edit of a list of the mesh. */
    static RevisionGuard of(MeshSnapshot view, MeshName list) {
        return of(view, list, view.listAndAncestorsInZone(list).getLast());
    }

    /** Returns the edit of a list that is not there yet, below one that is. */
    static RevisionGuard below(MeshSnapshot view, MeshName list, MeshName parent) {
        return of(view, list, view.listAndAncestorsInZone(parent).getLast());
    }

    private static RevisionGuard of(MeshSnapshot view, MeshName list, MeshName topmost) {
        ZoneContents zone = view.zoneOf(Question.name(list)).zone();
        boolean both =
                !topmost.equals(list)
                        && view.isSameZone(Question.name(topmost), Question.name(list));
        return new RevisionGuard(zone, both ? List.of(list, topmost) : List.of(list));
    }

    ZoneContents zone() {
        return zone;
    }

    /** Returns conditions that the lists, as far as they exist, and their revisions are as read. */
    List<Condition> conditions() {
        var conditions = new ArrayList<Condition>();
        for (MeshName list : guarded) {
            zone.rrset(Question.of(list.text(), Type.TXT))
                    .map(Condition.RRsetExists::new)
                    .ifPresent(conditions::add);
            conditions.add(Condition.unchanged(zone, revision(list)));
        }
        return conditions;
    }

    /** Raises the revisions by one. */
    void incrementRevisions(ZoneDifference edit, MeshRecords records) {
        for (MeshName list : guarded) {
            Question question = revision(list);
            edit.replace(question, List.of(records.nextRevision(list, zone.rrset(question))));
        }
    }

    private static Question revision(MeshName list) {
        return new Question(OwnerNames.revision(list), Type.TXT);
    }
}
