package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.mesh.NodeState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The plan of a pass on a node.
 *
 * @param desired the desired state, with the reason of each path
 * @param create an interface to create first
 * @param changes to carry out in this order; empty: nothing to do
 * @param messages problems and notices for the user
 * @param converged false: a peer is new or stale, or a lookup failed; pass again soon
 * @param stateBefore the state to save before the first change: it lists all that the changes may
 *     create
 * @param stateAfter the state to save after the last change; after a failure {@code stateBefore}
 *     stays
 * @param validUntil until when a node of equal inputs needs the same plan; not after the time of
 *     the plan: it is of this moment only
 */
public record DevicePlan(
        DesiredDevice desired,
        Optional<NewInterface> create,
        List<PlannedChange> changes,
        PassMessages messages,
        boolean converged,
        NodeState stateBefore,
        NodeState stateAfter,
        Instant validUntil) {
    public DevicePlan {
        changes = List.copyOf(changes);
    }

    /** Returns this plan with other changes. */
    public DevicePlan withChanges(List<PlannedChange> others) {
        return new DevicePlan(
                desired, create, others, messages, converged, stateBefore, stateAfter, validUntil);
    }

    /** Returns this plan, which changes nothing, over another state. */
    DevicePlan over(NodeState before, NodeState after) {
        return new DevicePlan(
                desired, create, changes, messages, converged, before, after, validUntil);
    }

    /** Returns whether there is nothing to change. */
    public boolean isEmpty() {
        return create.isEmpty() && changes.isEmpty();
    }

    /** Returns whether nothing changes but preshared keys that peers have not shown to have. */
    public boolean onlyTriesPresharedKeys() {
        Set<PublicKey> tried = triedPresharedKeys();
        return create.isEmpty()
                && changes.stream()
                        .allMatch(planned ->
                                planned.change()
                                                instanceof
                                                DeviceChange.SetPresharedKey(PublicKey key, _)
                                        && tried.contains(key));
    }

    /** Returns the peers whose preshared key changes unless a handshake comes. */
    public Set<PublicKey> triedPresharedKeys() {
        return desired.peers().stream()
                .filter(peer -> peer.psk().until().isPresent())
                .map(peer -> peer.peer().key())
                .collect(Collectors.toSet());
    }

    /** Returns when the first preshared key changes unless a handshake comes; empty: never. */
    public Optional<Instant> presharedKeysUntil() {
        return desired.peers().stream()
                .flatMap(peer -> peer.psk().until().stream())
                .min(Comparator.naturalOrder());
    }

    /** Returns the changes without their reasons. */
    public List<DeviceChange> deviceChanges() {
        return changes.stream().map(PlannedChange::change).toList();
    }
}
