package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.files.FolderLock;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.PlannedChange;
import dev.wgmesh.plan.TearDownPlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** Takes a mesh off a node: exactly what the state file lists, nothing else. */
public final class TearDown {
    private final Device device;
    private final StateFolder states;

    /** For one device. */
    public TearDown(Device device, StateFolder states) {
        this.device = device;
        this.states = states;
    }

    /**
     * What was taken away.
     *
     * @param failed what could not be; the state is then kept, and the next call goes on
     */
    public record Result(TearDownPlan plan, List<Problem> failed) {
        /** Copies. */
        public Result {
            failed = List.copyOf(failed);
        }

        /** Whether there was nothing of the mesh. */
        public boolean isEmpty() {
            return plan.changes().isEmpty() && !plan.deleteInterface();
        }
    }

    /**
     * What would be taken away; nothing where nothing is remembered of the mesh.
     *
     * @throws Failure UNREADABLE where the state or the device cannot be read
     */
    public TearDownPlan plan(MeshName mesh, String name) {
        return TearDownPlan.of(remembered(mesh, name), device.state(), device.facts());
    }

    /**
     * Takes it away, and forgets the mesh when all of it is gone.
     *
     * @throws Failure as {@link #plan} does; REFUSED where another pass will not end
     */
    public Result run(MeshName mesh, String name) {
        try (FolderLock _ = states.lock(name)) {
            TearDownPlan plan = plan(mesh, name);
            var failed = new ArrayList<Problem>();
            if (!done(plan)) {
                each(plan(mesh, name), failed);
            }
            if (failed.isEmpty()) {
                states.forget(mesh, name);
            }
            return new Result(plan, failed);
        }
    }

    private NodeState remembered(MeshName mesh, String name) {
        StateFolder.StoredState remembered = states.load(mesh, name);
        remembered
                .problem()
                .ifPresent(problem -> {
                    throw Failure.unreadable(
                            problem.where(),
                            "what is ours cannot be read from it",
                            "mend it, or take the peers and routes away by hand");
                });
        return remembered.state();
    }

    private boolean done(TearDownPlan plan) {
        try {
            device.apply(plan.changes().stream().map(PlannedChange::change).toList());
            if (plan.deleteInterface()) {
                device.delete();
            }
            return true;
        } catch (Failure _) {
            return false;
        }
    }

    private void each(TearDownPlan plan, List<Problem> failed) {
        for (PlannedChange planned : plan.changes()) {
            try {
                device.apply(List.of(planned.change()));
            } catch (Failure failure) {
                failed.addAll(failure.problems());
            }
        }
        if (plan.deleteInterface()) {
            try {
                device.delete();
            } catch (Failure failure) {
                failed.addAll(failure.problems());
            }
        }
    }
}
