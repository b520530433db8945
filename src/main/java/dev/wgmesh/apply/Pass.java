package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.files.FolderLock;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.SelfSelector;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.DevicePlanner;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One pass over a node: read the mesh and the device, plan, keep the state, carry it out. */
public final class Pass {
    private final MeshSource source;
    private final Device device;
    private final StateFolder states;
    private final InstantSource clock;
    private final NeighbourProof neighbours;

    /** A pass over one device; {@code wakeups} may cut its short wait for neighbours. */
    public Pass(
            MeshSource source,
            Device device,
            StateFolder states,
            InstantSource clock,
            WakeupSource wakeups) {
        this.source = source;
        this.device = device;
        this.states = states;
        this.clock = clock;
        this.neighbours = new NeighbourProof(device, clock, wakeups);
    }

    /** A node seen at one moment, and the plan made of it. */
    private record DeviceReading(NodeContext node, DevicePlan plan) {}

    /**
     * The plan of a pass, nothing changed.
     *
     * @throws Failure UNREADABLE or REFUSED, as {@link DevicePlanner#plan} does; UNREADABLE too
     *     where the interface is missing and no key was given
     */
    public PassResult plan(PassRequest request) {
        Mesh mesh = source.read(request.mesh());
        StateFolder.StoredState remembered = states.load(request.mesh(), request.device());
        DeviceReading look = look(request, mesh, remembered.state());
        return result(mesh, remembered, List.of(look), List.of());
    }

    /**
     * Carries out a pass. The state is on the disk before anything that would be ours is made, so
     * that whoever ends this process at any point leaves nothing behind that is not known.
     *
     * @throws Failure as {@link #plan}, and PARTIAL where the interface could not be made
     */
    public PassResult run(PassRequest request) throws InterruptedException {
        Mesh mesh = source.read(request.mesh());
        try (FolderLock _ = states.lock(request.device())) {
            StateFolder.StoredState remembered = states.load(request.mesh(), request.device());
            var keeper = new StateStore(states, request, remembered);
            takeAwayUnfinished(request, keeper);
            var looks = new ArrayList<>(List.of(look(request, mesh, keeper.kept())));
            List<Problem> failed = carryOut(request, mesh, keeper, looks);
            DeviceReading last = looks.getLast();
            if (failed.isEmpty()
                    && !request.options().watch()
                    && neighbours.prove(last.plan(), last.node())) {
                looks.add(look(request, mesh, keeper.kept()));
                failed = carryOut(request, mesh, keeper, looks);
            }
            return result(mesh, remembered, looks, failed);
        }
    }

    private static PassResult result(
            Mesh mesh,
            StateFolder.StoredState remembered,
            List<DeviceReading> looks,
            List<Problem> failed) {
        var problems = new ArrayList<>(mesh.problems());
        remembered.problem().ifPresent(problems::add);
        return new PassResult(
                looks.getLast().node(),
                looks.stream().map(DeviceReading::plan).toList(),
                failed,
                problems,
                mesh.ttl());
    }

    private DeviceReading look(PassRequest request, Mesh mesh, NodeState state) {
        Optional<DeviceState> actual = device.state();
        NodeContext node =
                new NodeContext(
                        new SelfSelector.ByKey(key(request, actual)),
                        request.device(),
                        actual,
                        device.facts(),
                        state,
                        request.options(),
                        clock.instant());
        return new DeviceReading(node, DevicePlanner.plan(mesh, node));
    }

    private static PublicKey key(PassRequest request, Optional<DeviceState> actual) {
        String where = "interface " + request.device();
        if (request.key().isPresent()) {
            return request.key().get().publicKey();
        }
        DeviceState state =
                actual.orElseThrow(() ->
                        Failure.unreadable(
                                where,
                                "is not there",
                                "make it, or give --key FILE and it is made"));
        return state.key()
                .orElseThrow(() ->
                        Failure.unreadable(
                                where,
                                "has no private key",
                                "wg set " + request.device() + " private-key FILE"));
    }

    /**
     * An interface that we were making when we were ended: ours, without key or not up, and bare.
     * It is not bounced by that, for it never worked.
     */
    private void takeAwayUnfinished(PassRequest request, StateStore keeper) {
        boolean unfinished =
                request.key().isPresent()
                        && keeper.kept().ours().interfaceMade()
                        && device.state()
                                .filter(it -> it.peers().isEmpty() && it.addresses().isEmpty())
                                .filter(it -> it.key().isEmpty() || !it.up())
                                .isPresent();
        if (unfinished) {
            device.delete();
        }
    }

    /** What failed of the last look; the look that a failure calls for is added to the looks. */
    private List<Problem> carryOut(
            PassRequest request, Mesh mesh, StateStore keeper, List<DeviceReading> looks) {
        DevicePlan plan = looks.getLast().plan();
        var act = new PlanExecution(device, keeper);
        act.make(plan, request.key());
        List<Problem> failed = act.all(plan);
        if (failed.isEmpty()) {
            return failed;
        }
        DeviceReading again = look(request, mesh, keeper.kept());
        looks.add(again);
        return act.each(again.plan());
    }
}
