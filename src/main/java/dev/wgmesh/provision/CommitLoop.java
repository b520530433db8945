package dev.wgmesh.provision;

import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries out what a command decides, round by round: reads and decides, commits the first plan
 * that has something to do under the condition that the reading still holds, and begins anew until
 * nothing is left. So a lost race, a half-done change of an earlier run and a change by somebody
 * else in the middle are all met by the same decision, made again.
 */
final class CommitLoop {
    private final RetryPolicy patience;
    private final CommitListener oversight;
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<Problem> unseen = new ArrayList<>();
    private boolean waited;

    CommitLoop(RetryPolicy patience, CommitListener oversight) {
        this.patience = patience;
        this.oversight = oversight;
    }

    /** A plan, and the zone it is for. */
    record Step(HostedZone zone, ZonePlan plan) {}

    /** What a command comes to on one view of the mesh. */
    interface Decision {
        /** What is left to be done, in its order; empty plans are passed over. */
        List<Step> steps();

        /**
         * How long caches may hold what was there before; waited for once, then it is decided again
         * and this counts no more. Zero: there is nothing to wait for.
         */
        default Duration pause() {
            return Duration.ZERO;
        }

        /** Why it is waited. */
        default String pauseText() {
            return "";
        }

        /** Called before its first step is committed. */
        default void begin() {}

        /** What is true if this cannot be carried on, once something has been committed. */
        Problem unfinished();
    }

    /**
     * What was done by the rounds before.
     *
     * @param receipts of what was committed
     * @param waited whether a pause is over
     */
    record Done(List<Receipt> receipts, boolean waited) {
        Done {
            receipts = List.copyOf(receipts);
        }

        /** Nothing yet. */
        static final Done NOTHING = new Done(List.of(), false);
    }

    /** Decides, after what was done. */
    @FunctionalInterface
    interface Decider<D extends Decision> {
        D decide(Done done);
    }

    /**
     * Runs until nothing is left.
     *
     * @return the last decision, of which nothing is left to be done
     * @throws Failure what {@code decider} throws, REFUSED where the race was lost for longer than
     *     the patience; PARTIAL in their place once something has been committed
     */
    <D extends Decision> D run(Decider<D> decider) throws InterruptedException {
        Optional<Decision> last = Optional.empty();
        while (true) {
            D decision;
            try {
                decision = decider.decide(new Done(receipts, waited));
            } catch (Failure failure) {
                throw receipts.isEmpty() ? failure : partial(last, failure.problems());
            }
            last = Optional.of(decision);
            Optional<Step> next =
                    decision.steps().stream().filter(step -> !step.plan().isEmpty()).findFirst();
            if (next.isEmpty()) {
                return decision;
            }
            if (!waited && decision.pause().isPositive()) {
                oversight.progress(decision.pauseText());
                patience.pass(decision.pause());
                waited = true;
                continue;
            }
            try {
                commit(decision, next.get());
            } catch (Failure failure) {
                throw receipts.isEmpty() ? failure : partial(last, failure.problems());
            }
        }
    }

    private void commit(Decision decision, Step step) throws InterruptedException {
        HostedZone.Hosted hosted = step.zone().provider().orElseThrow();
        oversight.approveAll(
                decision.steps().stream().map(Step::plan).filter(plan -> !plan.isEmpty()).toList());
        decision.begin();
        switch (hosted.provider().commit(hosted.basis(), step.plan())) {
            case Outcome.Committed(Receipt receipt) -> {
                receipts.add(receipt);
                oversight.committed(receipt);
                try {
                    hosted.provider().awaitVisible(receipt, oversight::progress);
                } catch (Failure failure) {
                    unseen.addAll(failure.problems());
                }
            }
            case Outcome.Stale(Problem problem) -> patience.againAfter(problem);
        }
    }

    private static Failure partial(Optional<Decision> last, List<Problem> why) {
        var problems = new ArrayList<Problem>();
        last.map(Decision::unfinished).ifPresent(problems::add);
        problems.addAll(why);
        return new Failure(Failure.Kind.PARTIAL, problems);
    }

    /** The receipts of what was committed, in its order. */
    List<Receipt> receipts() {
        return List.copyOf(receipts);
    }

    /** What was committed and is not before readers yet, and how to bring it there. */
    List<Problem> unseen() {
        return List.copyOf(unseen);
    }
}
