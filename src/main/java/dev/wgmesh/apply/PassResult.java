package dev.wgmesh.apply;

import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of a pass.
 *
 * @param node as last read, before the last plan
 * @param plans in the order carried out, at least one: proof of neighbours or a failure adds a
 *     second plan
 * @param failed changes that failed; empty: the plan was applied completely
 * @param savedMesh that the mesh is a saved one, and its age; empty: it was read in this pass
 * @param meshProblems parts of the mesh, and of the saved state, that could not be read
 * @param ttl how long the mesh is valid
 */
public record PassResult(
        NodeContext node,
        List<DevicePlan> plans,
        List<Problem> failed,
        Optional<Problem> savedMesh,
        List<Problem> meshProblems,
        Duration ttl) {
    /** Trials of many peers that end at almost the same time are looked at together. */
    private static final Duration LEAST_WAIT = Duration.ofSeconds(2);

    public PassResult {
        plans = List.copyOf(plans);
        failed = List.copyOf(failed);
        meshProblems = List.copyOf(meshProblems);
    }

    /** Returns the last plan, which describes the node now if nothing failed. */
    public DevicePlan last() {
        return plans.getLast();
    }

    /** Returns when the preshared keys must be looked at again; empty: with the next pass. */
    public Optional<Duration> presharedKeysDue() {
        return last().presharedKeysUntil()
                .map(until -> Duration.between(node.now(), until))
                .map(wait -> wait.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : wait);
    }

    /**
     * Returns when the node must be looked at again without a reading of DNS: preshared keys, or
     * the next slot of a pair behind two NATs, or the switch to the next key; empty: with the next
     * pass.
     */
    public Optional<Duration> repeatDue() {
        Optional<Duration> slot =
                last().desired()
                        .observers()
                        .next()
                        .map(next -> Duration.between(node.now(), next))
                        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
        Optional<Duration> key =
                last().desired()
                        .ownKey()
                        .switchAt()
                        .map(at -> Duration.between(node.now(), at))
                        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
        return Stream.of(presharedKeysDue(), slot, key)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /** Returns whether nothing changed but preshared keys that peers have not shown to have. */
    public boolean onlyTriesPresharedKeys() {
        return plans.stream().allMatch(DevicePlan::onlyTriesPresharedKeys);
    }

    /** Returns whether there was nothing to change. */
    public boolean isEmpty() {
        return plans.stream().allMatch(DevicePlan::isEmpty);
    }

    /** Returns whether the next pass can wait for the TTL. */
    public boolean settled() {
        return failed.isEmpty() && last().converged();
    }

    /**
     * Returns the distinct problems of mesh, state and last plan, on which {@code --strict} fails.
     */
    public List<Problem> problems() {
        return Stream.of(
                        savedMesh.stream(),
                        meshProblems.stream(),
                        last().messages().problems().stream())
                .flatMap(problems -> problems)
                .distinct()
                .toList();
    }

    /** Returns what the guards hold back, and that the node has no mesh address. */
    public List<Problem> heldBack() {
        return last().messages().heldBack();
    }
}
