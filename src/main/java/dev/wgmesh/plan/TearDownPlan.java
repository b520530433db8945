package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The end of a mesh on a node: exactly what the state file lists is taken away.
 *
 * @param changes routes, then peers, then addresses; without those that go with the interface
 * @param deleteInterface whether the interface is ours and goes too; it stays for foreign peers
 * @param notices why an interface of ours stays
 */
public record TearDownPlan(
        List<PlannedChange> changes, boolean deleteInterface, List<Problem> notices) {
    /** Copies. */
    public TearDownPlan {
        changes = List.copyOf(changes);
        notices = List.copyOf(notices);
    }

    /** Returns the plan that removes what exists of the state. */
    public static TearDownPlan of(NodeState state, Optional<DeviceState> actual, NodeFacts facts) {
        var changes = new ArrayList<PlannedChange>();
        facts.routes().stream()
                .filter(state.owned()::has)
                .map(DeviceChange.RemoveRoute::new)
                .forEach(c -> changes.add(new PlannedChange(c, "ours")));
        var members = new TreeSet<>(state.peerKeys().toList());
        List<PublicKey> peers =
                actual.map(DeviceState::peers).orElse(List.of()).stream()
                        .map(p -> p.peer().key())
                        .toList();
        boolean delete =
                state.owned().ownsInterface() && actual.isPresent() && members.containsAll(peers);
        if (!delete) {
            peers.stream()
                    .filter(members::contains)
                    .map(DeviceChange.RemovePeer::new)
                    .forEach(c -> changes.add(new PlannedChange(c, "peer of a member")));
            actual.map(DeviceState::addresses).orElse(List.of()).stream()
                    .filter(state.owned().addresses()::contains)
                    .map(DeviceChange.RemoveAddress::new)
                    .forEach(c -> changes.add(new PlannedChange(c, "ours")));
        }
        var notices = new ArrayList<Problem>();
        if (state.owned().ownsInterface() && !delete) {
            actual.ifPresent(it ->
                    peers.stream()
                            .filter(key -> !members.contains(key))
                            .map(key -> stays(it.name(), key))
                            .forEach(notices::add));
        }
        return new TearDownPlan(changes, delete, notices);
    }

    private static Problem stays(String device, PublicKey key) {
        return new Problem(
                device,
                "stays because its peer " + key + " is not a member",
                "to remove the interface: ip link del dev " + device);
    }
}
