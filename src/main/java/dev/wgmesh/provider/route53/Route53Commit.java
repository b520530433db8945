package dev.wgmesh.provider.route53;

import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.ExpectedState;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.PlanCheck;
import dev.wgmesh.zone.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.route53.model.ChangeBatch;

/**
 * The commit of one plan to a zone.
 *
 * <p>Unless Route53 confirms the batch, the zone is read again, and its records decide. A batch is
 * sent again only where the zone still is what the plan was made from: even if an earlier try is
 * carried out late, the comparisons in the batch let one of them through and no second. An earlier
 * try that got no reply may still be carried out after this commit has failed, so that such a
 * failure says that the outcome is unknown.
 *
 * <p>A batch can compare a set that is there, not one that is absent. A plan that lacks a set and
 * creates it compares it by its CREATE; for one that only lacks it, Route53 is asked right before
 * the batch. What another writer creates between the two is not seen, unless he raises a revision
 * that the plan compares, as every writer of lists and addresses does.
 */
final class Route53Commit {
    /** Times that a batch is sent at the most. */
    private static final int TRIES = 6;

    private final Route53Api api;
    private final Route53Listing listing;
    private final String zoneId;
    private final String place;
    private final ZonePlan plan;

    /** Whether a batch was sent that got no reply, and that may be carried out late. */
    private boolean lost;

    Route53Commit(
            Route53Api api, Route53Listing listing, String zoneId, String place, ZonePlan plan) {
        this.api = api;
        this.listing = listing;
        this.zoneId = zoneId;
        this.place = place;
        this.plan = plan;
    }

    /** The end of a commit. */
    sealed interface Result {
        /**
         * It was carried out.
         *
         * @param changeId empty where the reply with it was lost
         */
        record Done(Optional<String> changeId) implements Result {}

        /** The zone is no longer what the plan was made from; nothing was changed. */
        record Stale(Problem problem) implements Result {}
    }

    /**
     * Commits the plan.
     *
     * @param basis the reading that the plan fits
     * @throws Failure REFUSED, or UNREADABLE with nothing changed; PARTIAL where a reply was lost
     *     and it is unknown whether the change was made
     */
    Result run(Route53Reading basis) {
        try {
            return attempt(basis);
        } catch (Failure failure) {
            throw lost ? unknownOutcome(failure) : failure;
        }
    }

    private Result attempt(Route53Reading basis) {
        Route53Reading now = basis;
        for (int tries = 1; ; tries++) {
            now.requireEditable(plan);
            ChangeBatch batch = Route53Batch.of(now, plan);
            Optional<Problem> appeared = unexpectedSet();
            if (appeared.isPresent()) {
                return new Result.Stale(appeared.get());
            }
            Problem said;
            boolean invalid = false;
            switch (api.send(place, zoneId, batch)) {
                case Route53Api.Reply.Done(var change) -> {
                    return new Result.Done(Optional.of(Route53Provider.bareId(change.id())));
                }
                case Route53Api.Reply.Invalid(Problem problem) -> {
                    said = problem;
                    invalid = true;
                }
                case Route53Api.Reply.Lost(Problem problem) -> {
                    said = problem;
                    lost = true;
                }
            }
            now = listing.read();
            if (lost && ExpectedState.of(now.zone(), plan) == ExpectedState.APPLIED) {
                return new Result.Done(Optional.empty());
            }
            Optional<Problem> stale = PlanCheck.staleness(now.zone(), plan);
            if (stale.isPresent()) {
                return new Result.Stale(stale.get());
            }
            if (invalid && Route53Batch.of(now, plan).equals(batch)) {
                // Every try is this batch, and the zone that rejected it is as before.
                lost = false;
                throw new Failure(Failure.Kind.REFUSED, List.of(said));
            }
            if (tries == TRIES) {
                throw new Failure(Failure.Kind.UNREADABLE, List.of(said));
            }
            api.rateLimit().backOff(tries);
        }
    }

    /**
     * Returns a problem for a set that is to be absent, is not compared by the batch, and is there.
     */
    private Optional<Problem> unexpectedSet() {
        Set<Question> compared =
                plan.changes().stream().map(RRsetChange::question).collect(Collectors.toSet());
        return plan.conditions().stream()
                .filter(Condition.RRsetAbsent.class::isInstance)
                .map(condition -> ((Condition.RRsetAbsent) condition).question())
                .filter(question -> !compared.contains(question) && listing.contains(question))
                .findFirst()
                .map(question ->
                        new Problem(
                                question.toString(),
                                "changed since it was read",
                                "run the same command again"));
    }

    private Failure unknownOutcome(Failure failure) {
        var problems = new ArrayList<Problem>();
        problems.add(
                new Problem(
                        place,
                        "a reply was lost: whether \"" + plan.purpose() + "\" was done is unknown",
                        "fix the next error and run the same command again; no change is"
                                + " made twice"));
        problems.addAll(failure.problems());
        return new Failure(Failure.Kind.PARTIAL, problems);
    }
}
