package dev.wgmesh.provision;

import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes several hosts members, one after the other, each as {@link Join} does. A host that has
 * joined with the same records is left as it is, so that an import that was interrupted is finished
 * by running it again.
 */
public final class Import {
    private final Hosting hosting;
    private final List<JoinRequest> requests;

    /** Creates an import that has not been decided yet. */
    public Import(Hosting hosting, List<JoinRequest> requests) {
        this.hosting = hosting;
        this.requests = List.copyOf(requests);
    }

    /**
     * Returns what the joins would do, each after those before it; nothing is changed.
     *
     * @throws Failure as {@link Join#plan}, with the conflicts of every host
     */
    public CommitResult plan() {
        var projected = new ProjectedHosting(hosting);
        var results = new ArrayList<CommitResult>();
        var problems = new ArrayList<Problem>();
        for (JoinRequest request : requests) {
            try {
                CommitResult result = new Join(projected, request).plan().change().result();
                projected.add(result.plans());
                results.add(result);
            } catch (Failure failure) {
                if (failure.kind() != Failure.Kind.REFUSED) {
                    throw failure;
                }
                problems.addAll(failure.problems());
            }
        }
        Failure.throwIfAny(Failure.Kind.REFUSED, problems);
        return combined(results);
    }

    /**
     * Joins the hosts, after all of them were planned once without a conflict.
     *
     * @param retry makes the policy of each join
     * @throws Failure as {@link #plan} with nothing changed; PARTIAL once something was committed
     */
    public CommitResult run(Supplier<RetryPolicy> retry, CommitListener listener)
            throws InterruptedException {
        plan();
        var results = new ArrayList<CommitResult>();
        for (JoinRequest request : requests) {
            try {
                var join = new Join(hosting, request);
                results.add(join.run(retry.get(), listener, () -> {}).change().result());
            } catch (Failure failure) {
                throw results.stream().allMatch(it -> it.receipts().isEmpty())
                        ? failure
                        : partial(request, results.size(), failure);
            }
        }
        return combined(results);
    }

    private Failure partial(JoinRequest request, int joined, Failure failure) {
        var problem =
                new Problem(
                        request.host().text(),
                        "has not joined; "
                                + joined
                                + " of "
                                + requests.size()
                                + " hosts before it are members",
                        "fix the problem below and run the same command again");
        return new Failure(
                Failure.Kind.PARTIAL,
                Stream.concat(Stream.of(problem), failure.problems().stream()).toList());
    }

    private static CommitResult combined(List<CommitResult> results) {
        var plans = new ArrayList<ZonePlan>();
        var receipts = new ArrayList<Receipt>();
        var warnings = new ArrayList<Problem>();
        var unseen = new ArrayList<Problem>();
        for (CommitResult result : results) {
            plans.addAll(result.plans());
            receipts.addAll(result.receipts());
            warnings.addAll(result.warnings());
            unseen.addAll(result.unseen());
        }
        return new CommitResult(plans, receipts, warnings, unseen);
    }
}
