package dev.wgmesh.apply;

import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of a pass.
 *
 * @param node as the last look saw it, before the plan of that look
 * @param plans that were carried out, one after the other: a second look is a plan of its own, and
 *     so is what was left after a failure; at least one
 * @param failed what was tried in vain; empty: all was done
 * @param meshProblems what could not be read of the mesh, and of the state kept before
 * @param ttl how long the mesh that was read may be believed
 */
public record PassResult(
        NodeContext node,
        List<DevicePlan> plans,
        List<Problem> failed,
        List<Problem> meshProblems,
        Duration ttl) {
    /** Copies. */
    public PassResult {
        plans = List.copyOf(plans);
        failed = List.copyOf(failed);
        meshProblems = List.copyOf(meshProblems);
    }

    /** The last plan: how the node stands now, where nothing failed. */
    public DevicePlan last() {
        return plans.getLast();
    }

    /** Whether there was nothing to do at all. */
    public boolean isEmpty() {
        return plans.stream().allMatch(DevicePlan::isEmpty);
    }

    /** Whether the next pass can wait for the TTL. */
    public boolean settled() {
        return failed.isEmpty() && last().settled();
    }

    /** What calls for {@code --strict}: of the mesh, of the state, of the last plan; distinct. */
    public List<Problem> problems() {
        return Stream.concat(meshProblems.stream(), last().told().problems().stream())
                .distinct()
                .toList();
    }

    /** Removals that the guard holds back. */
    public List<Problem> heldBack() {
        return last().told().heldBack();
    }
}
