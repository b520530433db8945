package dev.wgmesh.provider;

import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Whether a zone still is what a plan was made from, for places that check it themselves. */
final class PlanCheck {
    private PlanCheck() {}

    /**
     * Turns away a plan that can never be carried out.
     *
     * @throws Failure REFUSED for another zone's plan, a name out of the zone, the SOA
     */
    static void requireFor(ZoneContents zone, String place, ZonePlan plan) {
        if (!plan.zone().equals(zone.apex())) {
            throw Failure.refused(
                    place,
                    "holds " + zone.apex().toString(true) + ", not " + plan.zone().toString(true),
                    "push the plan to the place of its own zone");
        }
        for (RRsetChange change : plan.changes()) {
            Question question = change.question();
            if (!question.owner().subdomain(zone.apex())) {
                throw Failure.refused(question.toString(), "is not in the zone of " + place, "");
            }
            if (question.type() == Type.SOA) {
                throw Failure.refused(
                        question.toString(),
                        "is raised with each change",
                        "leave it out of the plan");
            }
        }
    }

    /** What no longer holds of what the plan was made from; empty: all does. */
    static Optional<Problem> staleness(ZoneContents zone, ZonePlan plan) {
        for (Condition condition : plan.conditions()) {
            boolean holds =
                    switch (condition) {
                        case Condition.Holds(RRset set) -> holds(zone, set);
                        case Condition.Lacks(Question question) -> zone.set(question).isEmpty();
                    };
            if (!holds) {
                return Optional.of(stale(condition.question()));
            }
        }
        for (RRsetChange change : plan.changes()) {
            boolean holds =
                    switch (change) {
                        case RRsetChange.Create(RRset after) ->
                                zone.set(after.question()).isEmpty();
                        case RRsetChange.Replace(RRset before, _) -> holds(zone, before);
                        case RRsetChange.Delete(RRset before) -> holds(zone, before);
                    };
            if (!holds) {
                return Optional.of(stale(change.question()));
            }
        }
        return Optional.empty();
    }

    /** The records that each changed RRset is to have; none: it is to be gone. */
    static SortedMap<Question, List<Record>> wanted(ZonePlan plan) {
        var wanted = new TreeMap<Question, List<Record>>();
        for (RRsetChange change : plan.changes()) {
            List<Record> records =
                    switch (change) {
                        case RRsetChange.Create(RRset after) -> after.bare();
                        case RRsetChange.Replace(_, RRset after) -> after.bare();
                        case RRsetChange.Delete(_) -> List.of();
                    };
            wanted.put(change.question(), records);
        }
        return wanted;
    }

    private static boolean holds(ZoneContents zone, RRset set) {
        return zone.set(set.question()).map(set::sameRdata).orElse(false);
    }

    private static Problem stale(Question question) {
        return new Problem(question.toString(), "changed since it was read", "try again");
    }
}
