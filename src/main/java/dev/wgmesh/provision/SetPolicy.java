package dev.wgmesh.provision;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes the policy of a mesh that exists, or of a sub-list, and raises its revision. */
public final class SetPolicy {
    private final Hosting hosting;
    private final MeshName mesh;
    private final PolicyRequest request;
    private final PolicyExceptions exceptions;

    /** Creates a change that is not decided yet. */
    public SetPolicy(
            Hosting hosting, MeshName mesh, PolicyRequest request, PolicyExceptions exceptions) {
        this.hosting = hosting;
        this.mesh = mesh;
        this.request = request;
        this.exceptions = exceptions;
    }

    /**
     * Returns what the change would do now; nothing is changed. No plans: the policy is so already.
     *
     * @throws Failure INPUT where the mesh does not exist, or the pools overlap or are too small;
     *     REFUSED where a pool must not be used, or a member would be outside the policy;
     *     UNREADABLE where that cannot be decided
     */
    public CommitResult plan() {
        return CommitLoop.plan(this::decide).result();
    }

    /**
     * Changes the policy; its zone must have a provider.
     *
     * @throws Failure as {@link #plan}
     */
    public CommitResult run(RetryPolicy retry, CommitListener listener)
            throws InterruptedException {
        return new CommitLoop<PolicyAttempt>(retry, listener).run(this::decide).result();
    }

    private PolicyAttempt decide(CommitLoop.Done<PolicyAttempt> done) {
        MeshSnapshot view = MeshSnapshot.read(hosting, mesh, Optional.empty(), Optional.empty());
        if (!done.isEmpty()) {
            return PolicyAttempt.done(view, mesh, request.pools().orElse(List.of()));
        }
        view.requireMesh();
        var planner = new PolicyPlanner(view, mesh, exceptions);
        Policy after = request.applyTo(planner.present());
        return new PolicyAttempt(mesh, planner.steps("set-policy " + mesh, after), view.warnings());
    }

    /** The one step that writes a policy, decided on one reading of the zone. */
    record PolicyAttempt(MeshName mesh, List<CommitLoop.Step> steps, List<Problem> warnings)
            implements CommitLoop.Decision {
        /**
         * Returns the end: nothing is left. Another mesh may have got one of the pools at the same
         * time, which no condition on a name that did not exist can exclude.
         */
        static PolicyAttempt done(MeshSnapshot view, MeshName mesh, List<Prefix> pools) {
            var warnings = new ArrayList<>(view.warnings());
            for (Problem problem : new PoolChecks(view, mesh).conflicts(pools)) {
                warnings.add(
                        new Problem(
                                problem.where(),
                                problem.what() + ", which was written at the same time",
                                "choose another pool: wg-mesh set-policy "
                                        + mesh
                                        + " --pool CIDR"));
            }
            return new PolicyAttempt(mesh, List.of(), warnings);
        }

        @Override
        public String unfinished() {
            return "the policy of " + mesh + " is written";
        }
    }
}
