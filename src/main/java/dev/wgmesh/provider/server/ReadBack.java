package dev.wgmesh.provider.server;

import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.ExpectedState;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.PlanCheck;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The part of a zone that a plan is about, read after the plan was sent. It is compared record by
 * record: in an RRset that many write, others may have added and removed records of their own
 * since.
 */
record ReadBack(ZonePlan plan, List<RecordChange> changes, ZoneContents zone, long serial) {
    /**
     * Returns the part as the server has it now; empty where it cannot be read.
     *
     * @param settled whether it is known that the plan was carried out or that it was not; else all
     *     is read of one state of the zone, since it may be carried out between two answers
     */
    static Optional<ReadBack> read(
            DnsClient server, ZonePlan plan, List<RecordChange> changes, boolean settled) {
        try {
            QueryReading.Answers answers =
                    settled
                            ? QueryReading.withoutSerialCheck(
                                    server,
                                    plan.zone(),
                                    questions(plan),
                                    Optional.empty(),
                                    server.budget())
                            : QueryReading.of(
                                    server, plan.zone(), questions(plan), server.budget());
            var zone =
                    new ZoneContents(
                            plan.zone(), server.location().shown(), answers.records(), List.of());
            return Optional.of(new ReadBack(plan, changes, zone, answers.serial()));
        } catch (Failure _) {
            return Optional.empty();
        }
    }

    /** Returns what the plan changes, and what it is conditional on. */
    static Collection<Question> questions(ZonePlan plan) {
        var questions = new TreeSet<Question>();
        plan.changes().forEach(change -> questions.add(change.question()));
        for (Condition condition : plan.conditions()) {
            switch (condition) {
                case Condition.RRsetExists(RRset set) -> questions.add(set.question());
                case Condition.RRsetAbsent(Question question) -> questions.add(question);
            }
        }
        return questions;
    }

    /**
     * Returns whether a commit whose reply was lost was done, whatever others have changed since.
     */
    boolean isAppliedConcurrently() {
        return ExpectedState.of(zone, plan) == ExpectedState.APPLIED;
    }

    /** Returns whether all that was to be added is there, and nothing that was to be removed. */
    boolean isApplied() {
        return changes.stream().allMatch(change -> change.isApplied(zone));
    }

    /** Returns whether a part of the plan, which is not done, is. */
    boolean isPartlyApplied() {
        return changes.stream().anyMatch(change -> !change.isEmpty() && change.isApplied(zone));
    }

    /** Returns whether every RRset is what it was before the plan. */
    boolean isUnchanged() {
        return changes.stream().allMatch(change -> change.isUnchanged(zone));
    }

    /** Returns what no longer is as the plan has it; empty: nothing that can be seen. */
    Optional<Problem> staleness() {
        return PlanCheck.staleness(zone, plan);
    }

    /** Returns every change that a server passes over in silence, and why. */
    List<Problem> unappliedChanges() {
        return changes.stream()
                .flatMap(change -> UnappliedChange.of(change, zone).stream())
                .toList();
    }
}
