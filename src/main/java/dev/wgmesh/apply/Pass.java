package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.device.NodeReading;
import dev.wgmesh.files.FolderLock;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.ObserverQuestion;
import dev.wgmesh.observe.ObserverClient;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.DevicePlanner;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One pass over a node: reads the mesh and the device, plans, saves the state, applies the plan.
 */
public final class Pass {
    private final MeshCache meshes;
    private final Device device;
    private final StateFolder states;
    private final HandshakeWait neighbours;
    private final PresharedKeyTrials trials;
    private final ObserverClient observers;
    private final PeerLooks looks;
    private final NodeReader nodes;
    private final NodeAtRest rest = new NodeAtRest();
    private Optional<MeshCache.Reading> lastMesh = Optional.empty();

    /**
     * Creates passes that ask no observers; {@code wakeups} can interrupt the wait for neighbours.
     */
    public Pass(
            MeshSource source,
            Device device,
            StateFolder states,
            InstantSource clock,
            WakeupSource wakeups) {
        this(source, device, states, clock, wakeups, _ -> Map.of());
    }

    /** Creates passes that ask observers about peers without a session. */
    public Pass(
            MeshSource source,
            Device device,
            StateFolder states,
            InstantSource clock,
            WakeupSource wakeups,
            ObserverClient observers) {
        this.meshes = new MeshCache(source, states, clock);
        this.device = device;
        this.states = states;
        this.neighbours = new HandshakeWait(device, clock, wakeups);
        this.trials = new PresharedKeyTrials(device, clock);
        this.observers = observers;
        this.looks = new PeerLooks(device, states, clock, observers);
        this.nodes = new NodeReader(device, meshes, clock, trials, looks);
    }

    /**
     * A node as read at one moment, and the plan for it.
     *
     * @param stands whether the plan is that of the pass before: nothing to carry out or to save
     */
    private record PlannedNode(NodeContext node, DevicePlan plan, boolean stands) {}

    /**
     * Plans a pass without changing anything.
     *
     * @throws Failure UNREADABLE or REFUSED, as {@link DevicePlanner#plan} does; also UNREADABLE
     *     when the interface is missing and no key was given
     */
    public PassResult plan(PassRequest request) {
        MeshCache.Reading mesh = meshes.read(request);
        StateFolder.StoredState remembered = states.load(request.mesh(), request.device());
        PlannedNode node = decide(request, mesh, remembered.state(), device.read());
        return result(mesh, mesh.problems(), remembered, List.of(), List.of(node), List.of());
    }

    /**
     * Carries out a pass. The state is saved before each change, so that a process killed at any
     * point leaves nothing on the device that the state does not list.
     *
     * @throws Failure as {@link #plan}, and PARTIAL when the interface could not be created
     */
    public PassResult run(PassRequest request) throws InterruptedException {
        withdrawTrials(request);
        MeshCache.Reading mesh = meshes.read(request);
        lastMesh = Optional.of(mesh);
        return carryOut(request, mesh);
    }

    /**
     * Carries out a pass over the mesh as last read, which asks no DNS: the preshared key of a peer
     * is due for another look, a peer went stale, or the network of this node changed.
     *
     * @throws Failure as {@link #run}
     */
    public PassResult repeat(PassRequest request) throws InterruptedException {
        return lastMesh.isPresent() ? carryOut(request, lastMesh.get()) : run(request);
    }

    /** Returns the time until {@link #needsPass} is worth a call; empty: it is not. */
    public Optional<Duration> untilLook() {
        return looks.untilLook();
    }

    /**
     * Looks at the peers, and changes the device where a member has switched to its next key.
     *
     * @return whether a pass is needed
     * @throws Failure as {@link PeerLooks#look}
     */
    public boolean needsPass(PassRequest request) {
        return looks.look(request);
    }

    /** Makes the next pass ask DNS for everything, whatever the TTLs say. */
    public void forget() {
        meshes.forget();
    }

    /**
     * Ends the passes: each peer has the preshared key of its session again, and the state file has
     * the counters of the last pass.
     *
     * @throws Failure UNREADABLE or PARTIAL where that fails
     */
    public void stop(PassRequest request) {
        withdrawTrials(request);
        try (FolderLock _ = states.lock(request.device())) {
            StateFolder.StoredState stored = states.load(request.mesh(), request.device());
            Optional<NodeState> now = rest.counted(stored.state());
            if (now.isPresent() || !stored.isSaved()) {
                states.save(request.mesh(), request.device(), now.orElse(stored.state()));
            }
        }
    }

    private void withdrawTrials(PassRequest request) {
        if (trials.isOpen()) {
            try (FolderLock _ = states.lock(request.device())) {
                trials.withdraw();
            }
        }
    }

    private PassResult carryOut(PassRequest request, MeshCache.Reading mesh)
            throws InterruptedException {
        try (FolderLock _ = states.lock(request.device())) {
            StateFolder.StoredState remembered = states.load(request.mesh(), request.device());
            var store = new StateStore(states, request, remembered);
            store.retry();
            NodeReading found = nodes.readFinished(request, store);
            var readings =
                    new ArrayList<>(
                            List.of(
                                    observed(
                                            request,
                                            mesh,
                                            looks.withSightings(rest.state(store.current())),
                                            found)));
            var problems = new ArrayList<>(mesh.problems());
            problems.addAll(meshes.save(request, mesh));
            PlannedNode last = readings.getLast();
            List<Problem> failed = List.of();
            if (last.stands()) {
                rest.rested(store.current(), last.plan());
            } else {
                failed = execute(request, mesh, store, readings);
                last = readings.getLast();
            }
            if (failed.isEmpty() && !request.options().watch() && awaitPeers(last)) {
                readings.add(decide(request, mesh, store.current(), device.read()));
                failed = execute(request, mesh, store, readings);
            }
            if (request.options().watch()) {
                looks.note(readings.getLast().plan(), readings.getLast().node());
            }
            store.problem().ifPresent(problems::add);
            return result(mesh, problems, remembered, looks.takeHandovers(), readings, failed);
        }
    }

    /** Decides, and decides again with what observers say about peers without a session. */
    private PlannedNode observed(
            PassRequest request, MeshCache.Reading mesh, NodeState state, NodeReading found) {
        NodeContext seen = nodes.context(request, mesh, state, found);
        Optional<DevicePlan> standing = rest.plan(mesh.mesh(), seen);
        if (standing.isPresent()) {
            return new PlannedNode(seen, standing.get(), true);
        }
        PlannedNode node = decide(mesh, seen);
        if (request.options().watch()) {
            rest.decided(mesh.mesh(), seen, node.plan());
        }
        List<ObserverQuestion> questions = node.plan().desired().observers().questions();
        if (questions.isEmpty()) {
            return node;
        }
        NodeState answered = state.withAnswers(questions, observers.ask(questions));
        return decide(request, mesh, answered, found);
    }

    /** Waits for neighbours, then for preshared keys; returns whether to plan again. */
    private boolean awaitPeers(PlannedNode last) throws InterruptedException {
        boolean handshakes = neighbours.awaitHandshakes(last.plan(), last.node());
        boolean presharedKeys = neighbours.awaitPresharedKeys(last.plan());
        return handshakes || presharedKeys;
    }

    private static PassResult result(
            MeshCache.Reading mesh,
            List<Problem> meshProblems,
            StateFolder.StoredState remembered,
            List<DevicePlan> before,
            List<PlannedNode> readings,
            List<Problem> failed) {
        var problems = new ArrayList<>(meshProblems);
        remembered.problem().ifPresent(problems::add);
        return new PassResult(
                readings.getLast().node(),
                Stream.concat(before.stream(), readings.stream().map(PlannedNode::plan)).toList(),
                failed,
                mesh.saved(),
                problems,
                mesh.mesh().ttl());
    }

    private PlannedNode decide(
            PassRequest request, MeshCache.Reading mesh, NodeState state, NodeReading read) {
        return decide(mesh, nodes.context(request, mesh, state, read));
    }

    private static PlannedNode decide(MeshCache.Reading mesh, NodeContext node) {
        return new PlannedNode(node, DevicePlanner.plan(mesh.mesh(), node), false);
    }

    /**
     * Applies the last plan and returns what failed; after a failure, reads again, adds that
     * reading to {@code readings} and applies its plan change by change.
     */
    private List<Problem> execute(
            PassRequest request,
            MeshCache.Reading mesh,
            StateStore store,
            List<PlannedNode> readings) {
        DevicePlan plan = readings.getLast().plan();
        var execution = new PlanExecution(device, store);
        execution.createInterface(plan, plan.desired().ownKey().privateKey().or(request::key));
        List<Problem> failed = execution.applyAll(plan);
        if (failed.isEmpty()) {
            trials.note(plan);
            observers.probe(MovedNode.addressesToProbe(plan, readings.getLast().node()));
            return failed;
        }
        PlannedNode again = decide(request, mesh, store.current(), device.read());
        readings.add(again);
        List<Problem> left = execution.applyEach(again.plan());
        trials.note(again.plan());
        observers.probe(MovedNode.addressesToProbe(again.plan(), again.node()));
        return left;
    }
}
