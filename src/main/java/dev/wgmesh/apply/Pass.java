package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.files.FolderLock;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.Node;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.Self;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.NodeFacts;
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
    private final Neighbours neighbours;

    /** A pass over one device; {@code wakeups} may cut its short wait for neighbours. */
    public Pass(
            MeshSource source,
            Device device,
            StateFolder states,
            InstantSource clock,
            Wakeups wakeups) {
        this.source = source;
        this.device = device;
        this.states = states;
        this.clock = clock;
        this.neighbours = new Neighbours(device, clock, wakeups);
    }

    /** A device and the network around it, seen at one moment, and the plan made of them. */
    private record Look(Optional<DeviceState> actual, NodeFacts facts, DevicePlan plan) {}

    /**
     * The plan of a pass, nothing changed.
     *
     * @throws Failure UNREADABLE or REFUSED, as {@link DevicePlanner#plan} does; UNREADABLE too
     *     where the interface is missing and no key was given
     */
    public PassResult plan(PassRequest request) {
        Mesh mesh = source.read(request.mesh());
        StateFolder.Remembered remembered = states.load(request.mesh(), request.device());
        Look look = look(request, mesh, remembered.state());
        return result(mesh, remembered, List.of(look.plan()), List.of());
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
            StateFolder.Remembered remembered = states.load(request.mesh(), request.device());
            var keeper = new Keeper(states, request, remembered);
            takeAwayUnfinished(request, keeper);
            Look look = look(request, mesh, keeper.kept());
            var plans = new ArrayList<>(List.of(look.plan()));
            List<Problem> failed = carryOut(request, mesh, look, keeper, plans);
            if (failed.isEmpty()
                    && !request.options().watch()
                    && neighbours.prove(plans.getLast(), look.facts())) {
                Look second = look(request, mesh, keeper.kept());
                plans.add(second.plan());
                failed = carryOut(request, mesh, second, keeper, plans);
            }
            return result(mesh, remembered, plans, failed);
        }
    }

    private static PassResult result(
            Mesh mesh,
            StateFolder.Remembered remembered,
            List<DevicePlan> plans,
            List<Problem> failed) {
        var problems = new ArrayList<>(mesh.problems());
        remembered.problem().ifPresent(problems::add);
        return new PassResult(plans, failed, problems, mesh.ttl());
    }

    private Look look(PassRequest request, Mesh mesh, NodeState state) {
        Optional<DeviceState> actual = device.state();
        NodeFacts facts = device.facts();
        Self self = new Self.ByKey(key(request, actual));
        Node node =
                new Node(
                        self,
                        request.device(),
                        actual,
                        facts,
                        state,
                        request.options(),
                        clock.instant());
        return new Look(actual, facts, DevicePlanner.plan(mesh, node));
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
    private void takeAwayUnfinished(PassRequest request, Keeper keeper) {
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

    /** What failed; the plans that were made on the way are added to {@code plans}. */
    private List<Problem> carryOut(
            PassRequest request, Mesh mesh, Look look, Keeper keeper, List<DevicePlan> plans) {
        var act = new Act(device, keeper);
        act.make(look.plan(), request.key());
        List<Problem> failed = act.all(look.plan());
        if (failed.isEmpty()) {
            return failed;
        }
        DevicePlan rest = look(request, mesh, keeper.kept()).plan();
        plans.add(rest);
        return act.each(rest);
    }
}
