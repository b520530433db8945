package dev.wgmesh.provider;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.StaleConditions;
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
public final class PlanCheck {
    private PlanCheck() {}

    /**
     * Refuses a plan that can never be carried out.
     *
     * @throws Failure REFUSED for another zone's plan, a name out of the zone, the SOA
     */
    public static void requireApplicable(ZoneContents zone, String place, ZonePlan plan) {
        if (!plan.zone().equals(zone.apex())) {
            throw Failure.refused(
                    place,
                    "holds " + zone.apex().toString(true) + ", not " + plan.zone().toString(true),
                    "push the plan to the location of its own zone");
        }
        for (RRsetChange change : plan.changes()) {
            Question question = change.question();
            if (!question.owner().subdomain(zone.apex())) {
                throw Failure.refused(question.toString(), "is not in the zone of " + place, "");
            }
            if (question.type() == Type.SOA) {
                throw Failure.refused(
                        question.toString(),
                        "is raised by the provider itself",
                        "remove the SOA from the plan");
            }
        }
    }

    /** Returns what no longer holds of what the plan was made from; empty: all does. */
    public static Optional<Problem> staleness(ZoneContents zone, ZonePlan plan) {
        return StaleConditions.of(zone, plan).stream()
                .findFirst()
                .map(differs ->
                        new Problem(
                                differs.where(),
                                "changed since it was read",
                                "run the same command again"));
    }

    /** Returns the records that each changed RRset is to have; empty: it is removed. */
    public static SortedMap<Question, List<Record>> desiredRecords(ZonePlan plan) {
        var wanted = new TreeMap<Question, List<Record>>();
        for (RRsetChange change : plan.changes()) {
            wanted.put(
                    change.question(), change.newRRset().map(RRset::dnsRecords).orElse(List.of()));
        }
        return wanted;
    }
}
