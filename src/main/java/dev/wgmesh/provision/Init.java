package dev.wgmesh.provision;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provision.SetPolicy.PolicyAttempt;
import dev.wgmesh.zone.PolicyText;
import java.util.List;
import java.util.Optional;

/** Creates a mesh: writes its policy. */
public final class Init {
    private final Hosting hosting;
    private final MeshName mesh;
    private final Policy policy;
    private final PolicyExceptions exceptions;

    /**
     * Creates an init that is not decided yet.
     *
     * @throws Failure INPUT where the pools overlap or are too small to give an address
     */
    public Init(Hosting hosting, MeshName mesh, Policy policy, PolicyExceptions exceptions) {
        this.hosting = hosting;
        this.mesh = mesh;
        this.policy = policy;
        this.exceptions = exceptions;
        Failure.throwIfAny(Failure.Kind.INPUT, PoolChecks.sizes(policy.pools()));
    }

    /**
     * Returns what creating the mesh would do now; nothing is changed. No plans: it exists already.
     *
     * @throws Failure REFUSED where it has another policy, a pool must not be used, or a member
     *     would be outside the policy; UNREADABLE where that cannot be decided
     */
    public CommitResult plan() {
        return CommitLoop.plan(this::decide).result();
    }

    /**
     * Creates the mesh; its zone must have a provider.
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
            return PolicyAttempt.done(view, mesh, policy.pools());
        }
        var planner = new PolicyPlanner(view, mesh, exceptions);
        Policy present = planner.present();
        if (!present.equals(Policy.NONE) && !present.equals(policy)) {
            throw Failure.refused(
                    PolicyText.question(mesh).toString(),
                    "already holds another policy: " + String.join(" ", PolicyText.write(present)),
                    "change the policy: wg-mesh set-policy "
                            + mesh
                            + "; or create a mesh with another name");
        }
        List<CommitLoop.Step> steps = planner.steps("init " + mesh, policy);
        return new PolicyAttempt(mesh, steps, view.warnings());
    }
}
