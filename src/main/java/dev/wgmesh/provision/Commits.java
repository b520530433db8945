package dev.wgmesh.provision;

import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProvider.Outcome;
import dev.wgmesh.provider.ZoneProvider.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What one command has committed so far; a failure after that is told as a part that was done. */
final class Commits {
    private record Commit(ZoneProvider provider, Receipt receipt) {}

    private final CommitListener oversight;
    private final List<Commit> done = new ArrayList<>();

    Commits(CommitListener oversight) {
        this.oversight = oversight;
    }

    /** A step of a command that may fail. */
    interface Step<T> {
        T run() throws InterruptedException;
    }

    /**
     * The step's value.
     *
     * @throws Failure as the step does where nothing has been committed; else PARTIAL
     */
    <T> T guarded(Step<T> step) throws InterruptedException {
        try {
            return step.run();
        } catch (Failure failure) {
            throw after(failure);
        }
    }

    private Failure after(Failure failure) {
        if (done.isEmpty() || failure.kind() == Failure.Kind.PARTIAL) {
            return failure;
        }
        return new Failure(
                Failure.Kind.PARTIAL,
                Stream.concat(done.stream().map(Commits::told), failure.problems().stream())
                        .toList());
    }

    private static Problem told(Commit commit) {
        Receipt receipt = commit.receipt();
        return new Problem(
                receipt.place(),
                receipt.plan().purpose() + " is done there (serial " + receipt.serial() + ")",
                "mend what follows and run the same command again");
    }

    /** Commits one plan; what made it stale, or empty where it was done. */
    Optional<Problem> commit(ZoneProvider provider, Reading basis, ZonePlan plan) {
        oversight.approve(plan);
        return switch (provider.commit(basis, plan)) {
            case Outcome.Committed(Receipt receipt) -> {
                done.add(new Commit(provider, receipt));
                oversight.committed(receipt);
                yield Optional.empty();
            }
            case Outcome.Stale(Problem problem) -> Optional.of(problem);
        };
    }

    /** Waits until readers see all of it. */
    List<Receipt> awaited() throws InterruptedException {
        for (Commit commit : done) {
            guarded(() -> {
                commit.provider().awaitVisible(commit.receipt(), oversight::progress);
                return commit;
            });
        }
        return receipts();
    }

    List<Receipt> receipts() {
        return done.stream().map(Commit::receipt).toList();
    }
}
