package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.PeerState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The input of a pass, besides the mesh.
 *
 * @param device the interface's name: {@code wg0}
 * @param actual the actual state of the interface; empty: no interface
 * @param savedMesh whether the mesh is a saved one, because DNS cannot be read: it removes no peers
 * @param presharedKeys the secrets of preshared keys
 * @param deadPeers peers behind another NAT that do not answer, however young their session is
 */
public record NodeContext(
        SelfSelector self,
        String device,
        Optional<DeviceState> actual,
        NodeFacts facts,
        NodeState state,
        PassOptions options,
        boolean savedMesh,
        Instant now,
        PresharedKeys presharedKeys,
        Set<PublicKey> deadPeers) {
    public NodeContext {
        deadPeers = Set.copyOf(deadPeers);
    }

    /** Creates a node whose sessions all work. */
    public NodeContext(
            SelfSelector self,
            String device,
            Optional<DeviceState> actual,
            NodeFacts facts,
            NodeState state,
            PassOptions options,
            boolean savedMesh,
            Instant now,
            PresharedKeys presharedKeys) {
        this(self, device, actual, facts, state, options, savedMesh, now, presharedKeys, Set.of());
    }

    /** Creates a node without a secret of preshared keys. */
    public NodeContext(
            SelfSelector self,
            String device,
            Optional<DeviceState> actual,
            NodeFacts facts,
            NodeState state,
            PassOptions options,
            boolean savedMesh,
            Instant now) {
        this(self, device, actual, facts, state, options, savedMesh, now, PresharedKeys.NONE);
    }

    /** Returns the peers of the interface; none without an interface. */
    public List<PeerState> peers() {
        return actual.map(DeviceState::peers).orElse(List.of());
    }

    /** Returns the addresses of the interface; none without an interface. */
    public List<IpAddress> addresses() {
        return actual.map(DeviceState::addresses).orElse(List.of());
    }
}
