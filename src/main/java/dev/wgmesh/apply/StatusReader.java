package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.device.NodeReading;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.mesh.SelfSelector;
import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.LastPass;
import dev.wgmesh.plan.NodeReport;
import dev.wgmesh.plan.Traffic;
import dev.wgmesh.plan.TrafficSample;
import dev.wgmesh.problem.Failure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what apply left, and the interface; asks DNS nothing and changes nothing. */
public final class StatusReader {
    private final Device device;
    private final StateFolder states;
    private final InstantSource clock;
    private final List<ContactAddress> contacts;

    /** Creates a reader; {@code contacts} are the addresses that apply needs to read DNS. */
    public StatusReader(
            Device device, StateFolder states, InstantSource clock, List<ContactAddress> contacts) {
        this.device = device;
        this.states = states;
        this.clock = clock;
        this.contacts = List.copyOf(contacts);
    }

    /**
     * Reads the node, with the mesh that its last pass read.
     *
     * @throws Failure UNREADABLE where the interface, its state or the saved mesh cannot be read,
     *     or does not exist
     */
    public NodeReport read(MeshName mesh, String name) {
        NodeReading reading = device.read();
        PublicKey key = key(reading, mesh, name);
        StateFolder.SavedMesh saved = states.loadMesh(mesh, name);
        saved.problem()
                .ifPresent(problem -> {
                    throw new Failure(Failure.Kind.UNREADABLE, List.of(problem));
                });
        Mesh read =
                saved.mesh()
                        .orElseThrow(() ->
                                Failure.unreadable(
                                        mesh.text(),
                                        "has not been read on " + name,
                                        "run wg-mesh apply " + mesh));
        return report(reading, key, read, name, saved.readAt());
    }

    /**
     * Reads the node, for a mesh that was just read.
     *
     * @throws Failure UNREADABLE where the interface cannot be read, or does not exist
     */
    public NodeReport read(Mesh mesh, String name) {
        NodeReading reading = device.read();
        PublicKey key = key(reading, mesh.name(), name);
        return report(reading, key, mesh, name, clock.instant());
    }

    private static PublicKey key(NodeReading reading, MeshName mesh, String name) {
        DeviceState state =
                reading.device()
                        .orElseThrow(() ->
                                Failure.unreadable(
                                        "interface " + name,
                                        "does not exist",
                                        "create it: wg-mesh apply " + mesh + " --key FILE"));
        return state.key()
                .orElseThrow(() ->
                        Failure.unreadable(
                                "interface " + name,
                                "has no private key",
                                "wg set " + name + " private-key FILE"));
    }

    private NodeReport report(
            NodeReading reading, PublicKey key, Mesh mesh, String name, Instant readAt) {
        Optional<LastPass> last = states.loadLastPass(mesh.name(), name);
        var node =
                new NodeContext(
                        new SelfSelector.ByKey(key),
                        name,
                        reading.device(),
                        reading.facts().withContacts(contacts),
                        counted(states.load(mesh.name(), name).state(), last, reading),
                        last.map(LastPass::options).orElse(PassOptions.DEFAULT),
                        false,
                        clock.instant());
        return new NodeReport(mesh, readAt, last, node);
    }

    /** Returns the state with the counters of the last pass, which may not have written them. */
    private static NodeState counted(
            NodeState stored, Optional<LastPass> last, NodeReading reading) {
        if (last.isEmpty() || reading.device().isEmpty()) {
            return stored;
        }
        TrafficSample then = last.get().traffic();
        var peers = new ArrayList<PeerState>();
        for (PeerState peer : reading.device().get().peers()) {
            Traffic traffic = then.peers().get(peer.peer().key());
            if (traffic != null) {
                peers.add(peer.withTraffic(traffic.received(), traffic.sent()));
            }
        }
        return stored.withCounters(peers, then.at());
    }
}
