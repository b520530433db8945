package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.OriginalState;
import dev.wgmesh.mesh.OriginalState.OriginalPeer;
import dev.wgmesh.mesh.OwnedForwarding;
import dev.wgmesh.mesh.OwnedRoutes;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Route;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who made the peers and routes of a node: wg-mesh, or others before it changed them. */
final class Ownership {
    private final NodeContext node;
    private final Map<PublicKey, PeerState> actual;
    private final Set<PublicKey> added = new HashSet<>();
    private final Set<PublicKey> removed = new HashSet<>();
    private final List<Route> replaced = new ArrayList<>();
    private final Set<Family> forwarding;
    private long forwardingTable;

    /** Takes the peers of the interface, and the changes of a plan. */
    Ownership(NodeContext node, Map<PublicKey, PeerState> actual, List<PlannedChange> changes) {
        this.node = node;
        this.actual = actual;
        OwnedForwarding before = node.state().owned().forwarding();
        this.forwarding = new HashSet<>(before.families());
        this.forwardingTable = before.table();
        changes.forEach(planned -> note(planned.change()));
    }

    private void note(DeviceChange change) {
        switch (change) {
            case DeviceChange.AddPeer add -> added.add(add.peer().key());
            case DeviceChange.RemovePeer(PublicKey key) -> removed.add(key);
            case DeviceChange.ReplaceRoute(Route before, _) -> replaced.add(before);
            case DeviceChange.RemoveRoute(Route before) -> replaced.add(before);
            case DeviceChange.SetForwarding(Family family, boolean on, long table) -> {
                if (on) {
                    forwarding.add(family);
                    forwardingTable = table;
                } else {
                    forwarding.remove(family);
                }
            }
            case DeviceChange.SetLinkUp _,
                    DeviceChange.UpdatePeer _,
                    DeviceChange.SetPresharedKey _,
                    DeviceChange.SetPrivateKey _,
                    DeviceChange.AddAddress _,
                    DeviceChange.RemoveAddress _,
                    DeviceChange.AddRoute _ -> {}
        }
    }

    /** Returns the peers that wg-mesh has added when the changes are made. */
    List<PublicKey> peers() {
        List<PublicKey> before = node.state().owned().peers();
        var peers = new ArrayList<PublicKey>(before.size() + added.size());
        for (PublicKey key : before) {
            if (actual.containsKey(key) && !removed.contains(key)) {
                peers.add(key);
            }
        }
        peers.addAll(added);
        return peers;
    }

    /** Returns what wg-mesh has made the interface forward when the changes are made. */
    OwnedForwarding forwarding() {
        return new OwnedForwarding(forwarding, forwardingTable);
    }

    /**
     * Returns what wg-mesh has changed when the changes are made, as it was before: peers of
     * members that it did not add, and routes that it replaced.
     */
    OriginalState original(List<DesiredPeer> desired) {
        OriginalState before = node.state().original();
        var routes = new ArrayList<>(before.routes());
        if (!replaced.isEmpty()) {
            OwnedRoutes owned = node.state().owned().ownedRoutes();
            replaced.stream().filter(route -> !owned.has(route)).forEach(routes::add);
        }
        if (node.actual().isEmpty()) {
            return new OriginalState(List.of(), routes); // an interface that wg-mesh makes
        }
        var peers = new ArrayList<>(before.peers());
        var made = new HashSet<>(node.state().owned().peers());
        for (DesiredPeer peer : desired) {
            PublicKey key = peer.peer().key();
            PeerState found = made.contains(key) ? null : actual.get(key);
            if (found != null) {
                peers.add(new OriginalPeer(found.peer(), found.presharedKey()));
            }
        }
        peers.removeIf(peer -> !actual.containsKey(peer.key()) || removed.contains(peer.key()));
        return new OriginalState(peers, routes);
    }
}
