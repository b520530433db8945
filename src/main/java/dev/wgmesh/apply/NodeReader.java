package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.device.NodeReading;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.PeerState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the node, and gathers what a pass over it decides by. */
final class NodeReader {
    private final Device device;
    private final MeshCache meshes;
    private final InstantSource clock;
    private final PresharedKeyTrials trials;
    private final PeerLooks looks;

    NodeReader(
            Device device,
            MeshCache meshes,
            InstantSource clock,
            PresharedKeyTrials trials,
            PeerLooks looks) {
        this.device = device;
        this.meshes = meshes;
        this.clock = clock;
        this.trials = trials;
        this.looks = looks;
    }

    /** Returns what a pass decides by. */
    NodeContext context(
            PassRequest request, MeshCache.Reading mesh, NodeState state, NodeReading read) {
        Instant now = clock.instant();
        List<PeerState> peers = read.device().map(DeviceState::peers).orElse(List.of());
        return new NodeContext(
                NodeIdentity.of(request, read.device(), state, mesh.mesh()),
                request.device(),
                read.device(),
                facts(request, mesh, state, read),
                state,
                request.options(),
                mesh.saved().isPresent(),
                now,
                trials.of(request),
                looks.dead(peers, now));
    }

    /** Returns the facts; with what the kernel forwards, where this node is or was a relay. */
    private NodeFacts facts(
            PassRequest request, MeshCache.Reading mesh, NodeState state, NodeReading read) {
        NodeFacts facts = read.facts().withContacts(meshes.contacts());
        Set<PublicKey> own = NodeIdentity.keys(request, read);
        boolean relay =
                mesh.mesh().members().stream()
                        .filter(member -> member.metadataOrNone().services().relays())
                        .anyMatch(member ->
                                state.self().equals(Optional.of(member.name()))
                                        || member.key().found().filter(own::contains).isPresent());
        return relay || !state.owned().forwarding().families().isEmpty()
                ? facts.withForwarding(device.forwarding())
                : facts;
    }

    /**
     * Reads the node. Deletes an interface whose creation was interrupted: listed in the state,
     * without peers and addresses, and without a key or down. No session is lost, since it never
     * worked.
     */
    NodeReading readFinished(PassRequest request, StateStore store) {
        NodeReading read = device.read();
        boolean unfinished =
                request.key().isPresent()
                        && store.current().owned().ownsInterface()
                        && read.device()
                                .filter(it -> it.peers().isEmpty() && it.addresses().isEmpty())
                                .filter(it -> it.key().isEmpty() || !it.up())
                                .isPresent();
        if (!unfinished) {
            return read;
        }
        device.delete();
        return device.read();
    }
}
