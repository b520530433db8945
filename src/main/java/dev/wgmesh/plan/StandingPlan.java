package dev.wgmesh.plan;

import dev.wgmesh.mesh.DecisionInputs;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.model.Mesh;
import java.time.Instant;
import java.util.Optional;

/**
 * The plan of a pass that found nothing to change. It is that of the next pass too, if that one has
 * the same inputs: most passes of {@code apply --watch} have.
 *
 * @param from when it was made
 * @param inputs of the decision
 * @param plan nothing to change, and a state with nothing new but counters
 */
public record StandingPlan(Instant from, DecisionInputs inputs, DevicePlan plan) {
    /** Returns what may stand of a plan that was carried out; empty: the next pass must decide. */
    public static Optional<StandingPlan> of(Mesh mesh, NodeContext node, DevicePlan plan) {
        boolean stands =
                plan.isEmpty()
                        && node.now().isBefore(plan.validUntil())
                        && counted(node).equals(plan.stateAfter());
        return stands
                ? Optional.of(new StandingPlan(node.now(), DecisionInputs.of(mesh, node), plan))
                : Optional.empty();
    }

    /**
     * Returns this plan for a later pass, with its counters; empty where something differs. The
     * same as {@link DevicePlanner#plan} would return, but for {@link DevicePlan#validUntil}.
     */
    public Optional<StandingPlan> at(Mesh mesh, NodeContext node) {
        boolean stands =
                !node.now().isBefore(from)
                        && node.now().isBefore(plan.validUntil())
                        && node.state().equals(plan.stateAfter())
                        && inputs.equals(DecisionInputs.of(mesh, node));
        return stands
                ? Optional.of(
                        new StandingPlan(from, inputs, plan.over(node.state(), counted(node))))
                : Optional.empty();
    }

    private static NodeState counted(NodeContext node) {
        return node.state().withCounters(node.peers(), node.now());
    }
}
