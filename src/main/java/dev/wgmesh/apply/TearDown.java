package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.device.NodeReading;
import dev.wgmesh.files.FolderLock;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.plan.PlannedChange;
import dev.wgmesh.plan.TearDownPlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** Removes a mesh from a node: undoes what the state file lists, nothing else. */
public final class TearDown {
    private final Device device;
    private final StateFolder states;

    /** Creates a tear-down of one device. */
    public TearDown(Device device, StateFolder states) {
        this.device = device;
        this.states = states;
    }

    /**
     * The result of a tear-down.
     *
     * @param failed removals that failed; the state is then kept, and the next call continues
     */
    public record Result(TearDownPlan plan, List<Problem> failed) {
        public Result {
            failed = List.copyOf(failed);
        }

        /** Returns whether there was nothing to remove. */
        public boolean isEmpty() {
            return plan.changes().isEmpty() && !plan.deleteInterface();
        }
    }

    /**
     * Plans the removal; empty when there is no state of the mesh.
     *
     * @throws Failure UNREADABLE when the state or the device cannot be read
     */
    public TearDownPlan plan(MeshName mesh, String name) {
        NodeState state = loadState(mesh, name);
        NodeReading read = device.read();
        return TearDownPlan.of(state, read.device(), read.facts());
    }

    /**
     * Removes the mesh, and deletes its state file when everything is removed.
     *
     * @throws Failure as {@link #plan} does; REFUSED when another pass holds the lock for too long
     */
    public Result run(MeshName mesh, String name) {
        try (FolderLock _ = states.lock(name)) {
            TearDownPlan plan = plan(mesh, name);
            var failed = new ArrayList<Problem>();
            if (!applyAll(plan)) {
                applyEach(plan(mesh, name), failed);
            }
            if (failed.isEmpty()) {
                states.delete(mesh, name);
            }
            return new Result(plan, failed);
        }
    }

    private NodeState loadState(MeshName mesh, String name) {
        StateFolder.StoredState remembered = states.load(mesh, name);
        remembered
                .problem()
                .ifPresent(problem -> {
                    throw Failure.unreadable(
                            problem.where(),
                            problem.what(),
                            "repair the state file, or remove the peers and routes by hand");
                });
        return remembered.state();
    }

    private static List<DeviceChange> changes(TearDownPlan plan) {
        return plan.changes().stream().map(PlannedChange::change).toList();
    }

    private boolean applyAll(TearDownPlan plan) {
        try {
            device.apply(changes(plan));
            if (plan.deleteInterface()) {
                device.delete();
            }
            return true;
        } catch (Failure _) {
            return false;
        }
    }

    private void applyEach(TearDownPlan plan, List<Problem> failed) {
        failed.addAll(device.applyEach(changes(plan), Integer.MAX_VALUE));
        if (plan.deleteInterface()) {
            try {
                device.delete();
            } catch (Failure failure) {
                failed.addAll(failure.problems());
            }
        }
    }
}
