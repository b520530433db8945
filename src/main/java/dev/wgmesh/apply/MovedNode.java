package dev.wgmesh.apply;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.plan.DevicePlan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The peers that must learn where this node is now. WireGuard learns the address of a peer from its
 * packets only, and a node with nothing to send would stay where it was for them.
 */
final class MovedNode {
    private MovedNode() {}

    /**
     * Returns an address inside the tunnel of each peer with a live session whose endpoint the plan
     * writes, as it does after the addresses of this node changed.
     */
    static List<IpAddress> addressesToProbe(DevicePlan plan, NodeContext node) {
        Set<PublicKey> written =
                plan.deviceChanges().stream()
                        .flatMap(change -> writtenEndpoint(change).stream())
                        .collect(Collectors.toSet());
        if (written.isEmpty()) {
            return List.of();
        }
        Set<PublicKey> live =
                node.peers().stream()
                        .filter(peer -> peer.isLive(node.now()))
                        .map(PeerState::peer)
                        .map(peer -> peer.key())
                        .collect(Collectors.toSet());
        return plan.desired().peers().stream()
                .filter(it -> written.contains(it.peer().key()) && live.contains(it.peer().key()))
                .flatMap(it -> it.tunnelAddress(node.addresses()).stream())
                .toList();
    }

    private static Optional<PublicKey> writtenEndpoint(DeviceChange change) {
        return change instanceof DeviceChange.UpdatePeer(PublicKey key, var endpoint, _, _)
                ? endpoint.map(_ -> key)
                : Optional.empty();
    }
}
