package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.device.HostReader;
import dev.wgmesh.device.HostReader.ProbeTarget;
import dev.wgmesh.device.NodeReading;
import dev.wgmesh.diagnosis.Fact;
import dev.wgmesh.diagnosis.MeshFacts;
import dev.wgmesh.diagnosis.NodeExamination;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.mesh.SelfSelector;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.plan.LastPass;
import dev.wgmesh.plan.NodeReport;
import dev.wgmesh.plan.NodeStatus;
import dev.wgmesh.problem.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Reads all that the checks of a node need; changes nothing. */
public final class NodeExaminer {
    /** Members that get packets of several sizes. */
    private static final int PROBED = 3;

    private final String name;
    private final Device device;
    private final StateFolder states;
    private final HostReader host;
    private final MeshSource source;
    private final InstantSource clock;

    /**
     * Creates an examiner.
     *
     * @param name of the interface
     */
    public NodeExaminer(
            String name,
            Device device,
            StateFolder states,
            HostReader host,
            MeshSource source,
            InstantSource clock) {
        this.name = name;
        this.device = device;
        this.states = states;
        this.host = host;
        this.source = source;
        this.clock = clock;
    }

    /**
     * The key file of a node.
     *
     * @param host the member that its name says; empty where it says none
     */
    public record NodeKey(PublicKey key, Optional<HostName> host) {}

    /**
     * Reads the node; what cannot be read is unknown.
     *
     * @param mesh empty: only the machine is examined
     * @param keyFile of the interface, which need not exist yet
     */
    public NodeExamination read(Optional<MeshName> mesh, Optional<NodeKey> keyFile) {
        Fact<NodeReading> reading = Fact.of(device::read);
        NodeFacts network = reading.known().map(NodeReading::facts).orElse(NodeFacts.NONE);
        Optional<DeviceState> state = reading.known().flatMap(NodeReading::device);
        MeshFacts facts = mesh(mesh, keyFile, network, state);
        return new NodeExamination(
                name,
                reading.map(NodeReading::device),
                network,
                facts,
                host.read(facts.port(), targets(facts), state.map(DeviceState::mtu).orElse(0)));
    }

    private MeshFacts mesh(
            Optional<MeshName> mesh,
            Optional<NodeKey> keyFile,
            NodeFacts network,
            Optional<DeviceState> state) {
        Optional<PublicKey> key =
                keyFile.map(NodeKey::key).or(() -> state.flatMap(DeviceState::key));
        Fact<Mesh> dns = mesh.map(this::read).orElseGet(() -> unknown("MESH", "is not named"));
        Optional<Mesh> saved = mesh.flatMap(it -> states.loadMesh(it, name).mesh());
        Optional<LastPass> last = mesh.flatMap(it -> states.loadLastPass(it, name));
        Instant now = clock.instant();
        Optional<Mesh> usable = dns.known().or(() -> saved);
        Fact<NodeStatus> status =
                usable.isEmpty() || key.isEmpty()
                        ? unknown(name, "has no key, or no mesh")
                        : Fact.of(() ->
                                status(
                                        usable.get(),
                                        new SelfSelector.ByKey(
                                                key.get(), keyFile.flatMap(NodeKey::host)),
                                        network,
                                        state,
                                        last,
                                        now));
        return new MeshFacts(mesh, dns, saved, status, key, last, now);
    }

    private static <T> Fact<T> unknown(String where, String what) {
        return new Fact.Unknown<>(Problem.of(where, what));
    }

    /** Reads the mesh; unknown also where its list could not be read. */
    private Fact<Mesh> read(MeshName mesh) {
        Fact<Mesh> read = Fact.of(() -> source.read(mesh));
        return read.known()
                .flatMap(it -> it.root().hosts().failure())
                .<Fact<Mesh>>map(Fact.Unknown::new)
                .orElse(read);
    }

    private NodeStatus status(
            Mesh mesh,
            SelfSelector self,
            NodeFacts network,
            Optional<DeviceState> state,
            Optional<LastPass> last,
            Instant now) {
        var node =
                new NodeContext(
                        self,
                        name,
                        state,
                        network.withContacts(source.contacts()),
                        states.load(mesh.name(), name).state(),
                        last.map(LastPass::options).orElse(PassOptions.DEFAULT),
                        false,
                        now);
        return NodeStatus.of(new NodeReport(mesh, now, last, node), Optional.empty());
    }

    /** Returns the first members that have a session. */
    private static List<ProbeTarget> targets(MeshFacts facts) {
        return facts.status().known().stream()
                .flatMap(it -> it.members().stream())
                .filter(it -> it.up() && it.address().isPresent())
                .limit(PROBED)
                .map(it -> new ProbeTarget(it.host(), it.address().orElseThrow(), it.endpoint()))
                .toList();
    }
}
