package dev.wgmesh.provision;

import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The loop in which every command commits: it reads and decides, commits the first plan that has
 * something to do under the condition that the reading still holds, and begins again until nothing
 * is left to do. So a lost race, a half-done change of an earlier run and a change by another
 * writer in between are all met by the same decision, made again.
 *
 * @param <D> what the command decides in each round
 */
final class CommitLoop<D extends CommitLoop.Decision> {
    private final RetryPolicy retry;
    private final CommitListener listener;
    private final Set<Problem> warnings = new LinkedHashSet<>();
    private final List<Problem> unseen = new ArrayList<>();
    private Done<D> done = Done.nothing();

    CommitLoop(RetryPolicy retry, CommitListener listener) {
        this.retry = retry;
        this.listener = listener;
    }

    /** A plan, and the zone it is for. */
    record Step(HostedZone zone, ZonePlan plan) {}

    /** What a command decides on one reading of the zones. */
    interface Decision {
        /** Returns what is left to do, in the order of the commits; empty plans are passed over. */
        List<Step> steps();

        /**
         * Returns plans that a later round will make after the steps, as far as they are known. The
         * listener approves them with the steps, so that a command asks before its first commit.
         */
        default List<ZonePlan> later() {
            return List.of();
        }

        /** Returns what the user should know and does not stop the command. */
        default List<Problem> warnings() {
            return List.of();
        }

        /**
         * Returns how long caches may hold the records from before. The loop waits once, decides
         * again and then ignores the pause. Zero: no wait.
         */
        default Duration pause() {
            return Duration.ZERO;
        }

        /** Returns what the loop waits for, as a line for a person. */
        default String pauseText() {
            return "";
        }

        /** Called before its first step is committed. */
        default void begin() {}

        /** Returns what is true of the zones if the command fails after at least one commit. */
        String unfinished();

        /** Returns how to finish the command after such a failure. */
        default String resume() {
            return "fix the problem below and run the same command again";
        }
    }

    /** A commit, and the decision whose first step it was. */
    record Commit<D>(D decision, Receipt receipt) {}

    /**
     * What the rounds before did: all that a decision may remember.
     *
     * @param commits in their order
     * @param waited whether the pause is over
     */
    record Done<D>(List<Commit<D>> commits, boolean waited) {
        Done {
            commits = List.copyOf(commits);
        }

        /** Returns the start: no commit, no pause. */
        static <D> Done<D> nothing() {
            return new Done<>(List.of(), false);
        }

        /** Returns whether nothing is committed yet. */
        boolean isEmpty() {
            return commits.isEmpty();
        }

        /** Returns the decision that was committed last. */
        Optional<D> last() {
            return commits.isEmpty() ? Optional.empty() : Optional.of(commits.getLast().decision());
        }

        List<Receipt> receipts() {
            return commits.stream().map(Commit::receipt).toList();
        }

        private Done<D> and(Commit<D> commit) {
            return new Done<>(Stream.concat(commits.stream(), Stream.of(commit)).toList(), waited);
        }

        private Done<D> afterPause() {
            return new Done<>(commits, true);
        }
    }

    /** Decides, after what was done. */
    @FunctionalInterface
    interface Decider<D extends Decision> {
        D decide(Done<D> done);
    }

    /** The last decision, and what the loop did or would do. */
    record End<D>(D decision, CommitResult result) {}

    /**
     * Decides once and commits nothing.
     *
     * @throws Failure what {@code decider} throws
     */
    static <D extends Decision> End<D> plan(Decider<D> decider) {
        D decision = decider.decide(Done.nothing());
        List<ZonePlan> plans = decision.steps().stream().map(Step::plan).toList();
        return new End<>(
                decision, new CommitResult(plans, List.of(), decision.warnings(), List.of()));
    }

    /**
     * Runs until nothing is left to do.
     *
     * @throws Failure what {@code decider}, the listener or a provider throws, REFUSED where the
     *     race is lost for longer than the retry policy allows; PARTIAL in their place once
     *     something has been committed
     */
    End<D> run(Decider<D> decider) throws InterruptedException {
        while (true) {
            try {
                D decision = decider.decide(done);
                warnings.addAll(decision.warnings());
                List<Step> steps = decision.steps().stream().filter(s -> !isEmpty(s)).toList();
                if (steps.isEmpty()) {
                    return new End<>(decision, result());
                }
                if (done.waited() || !decision.pause().isPositive()) {
                    commit(decision, steps);
                } else {
                    listener.progress(decision.pauseText());
                    retry.awaitTtl(decision.pause(), listener::remaining);
                    done = done.afterPause();
                }
            } catch (Failure failure) {
                throw done.last().map(last -> partial(last, failure)).orElse(failure);
            }
        }
    }

    private static boolean isEmpty(Step step) {
        return step.plan().isEmpty();
    }

    private void commit(D decision, List<Step> steps) throws InterruptedException {
        Step step = steps.getFirst();
        HostedZone.ProviderReading hosted = step.zone().provider().orElseThrow();
        listener.approve(
                Stream.concat(steps.stream().map(Step::plan), decision.later().stream()).toList());
        decision.begin();
        switch (hosted.provider().commit(hosted.basis(), step.plan())) {
            case Outcome.Committed(Receipt receipt) -> {
                done = done.and(new Commit<>(decision, receipt));
                listener.committed(receipt);
                try {
                    hosted.provider().awaitVisible(receipt, listener::progress);
                } catch (Failure failure) {
                    unseen.addAll(failure.problems());
                }
            }
            case Outcome.Stale(Problem problem) -> retry.retryAfter(problem);
        }
    }

    private Failure partial(D last, Failure failure) {
        List<Receipt> receipts = done.receipts();
        String committed =
                receipts.stream()
                        .map(receipt -> receipt.place() + " (serial " + receipt.serial() + ")")
                        .collect(Collectors.joining(", "));
        var problem =
                new Problem(
                        receipts.getFirst().plan().purpose(),
                        "is incomplete: " + last.unfinished() + "; committed to " + committed,
                        last.resume());
        List<Problem> problems =
                Stream.of(List.of(problem), unseen, failure.problems())
                        .flatMap(List::stream)
                        .toList();
        return new Failure(Failure.Kind.PARTIAL, problems);
    }

    private CommitResult result() {
        List<Receipt> receipts = done.receipts();
        return new CommitResult(
                receipts.stream().map(Receipt::plan).toList(),
                receipts,
                List.copyOf(warnings),
                unseen);
    }
}
