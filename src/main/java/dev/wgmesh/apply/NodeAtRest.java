package dev.wgmesh.apply;

import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.StandingPlan;
import java.util.Optional;

/**
 * The plan that stands between two passes, while nothing changes. Such passes write no state: the
 * counters that it would differ by are kept here until it is saved for another reason.
 */
final class NodeAtRest {
    private Optional<StandingPlan> standing = Optional.empty();
    private Optional<Counted> counted = Optional.empty();

    /** The state in the file, and the same with later counters. */
    private record Counted(NodeState stored, NodeState now) {}

    /** Returns the state of a pass: that of the file, with the counters of the pass before. */
    NodeState state(NodeState stored) {
        return counted(stored).orElse(stored);
    }

    /** Returns what the file lacks, if it still has that state; empty: nothing. */
    Optional<NodeState> counted(NodeState stored) {
        return counted.filter(it -> it.stored().equals(stored)).map(Counted::now);
    }

    /** Returns the plan of the pass before for this one; empty where this one must decide. */
    Optional<DevicePlan> plan(Mesh mesh, NodeContext node) {
        standing = standing.flatMap(it -> it.at(mesh, node));
        return standing.map(StandingPlan::plan);
    }

    /** Notes a pass that decided. */
    void decided(Mesh mesh, NodeContext node, DevicePlan plan) {
        standing = StandingPlan.of(mesh, node, plan);
    }

    /** Notes a pass over a plan that stands, which saved nothing. */
    void rested(NodeState stored, DevicePlan plan) {
        counted = Optional.of(new Counted(stored, plan.stateAfter()));
    }
}
