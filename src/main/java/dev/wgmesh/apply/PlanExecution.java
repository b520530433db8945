package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.TunnelMtu;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.NewInterface;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Applies a plan; saves the state before the first change and after the last. */
final class PlanExecution {
    /** After this many failures the remaining changes are not tried. */
    private static final int MAX_FAILURES = 10;

    private final Device device;
    private final StateStore store;

    PlanExecution(Device device, StateStore store) {
        this.device = device;
        this.store = store;
    }

    /** Creates the interface if the plan says so; a failure restores the saved state. */
    void createInterface(DevicePlan plan, Optional<PrivateKey> key) {
        if (plan.create().isEmpty()) {
            return;
        }
        NewInterface create = plan.create().get();
        NodeState before = store.current();
        store.saveBefore(plan.stateBefore());
        try {
            PrivateKey own =
                    key.orElseThrow(
                            () -> new IllegalStateException("no key to create " + create.name()));
            device.create(own, create.port(), Optional.of(mtu(plan)));
        } catch (Failure failure) {
            store.saveOrKeep(before);
            throw failure;
        }
    }

    private int mtu(DevicePlan plan) {
        List<IpAddress> endpoints =
                plan.desired().peers().stream()
                        .flatMap(peer -> peer.peer().endpoint().stream())
                        .map(Endpoint::address)
                        .distinct()
                        .toList();
        return TunnelMtu.of(device.pathMtus(endpoints));
    }

    /** Applies all changes, up to the first failure. */
    List<Problem> applyAll(DevicePlan plan) {
        savePending(plan);
        try {
            device.apply(plan.deviceChanges());
        } catch (Failure failure) {
            return failure.problems();
        }
        store.saveOrKeep(plan.stateAfter());
        return List.of();
    }

    /**
     * Applies the changes and skips those that fail: one bad member does not stop the others.
     *
     * @return what failed, one problem for each cause
     */
    List<Problem> applyEach(DevicePlan plan) {
        savePending(plan);
        List<DeviceChange> changes = plan.deviceChanges();
        if (!changes.isEmpty() && changes.getFirst() instanceof DeviceChange.SetLinkUp) {
            List<Problem> down = device.applyEach(changes.subList(0, 1), 1);
            if (!down.isEmpty()) {
                // without the link every route fails too
                return down;
            }
            changes = changes.subList(1, changes.size());
        }
        List<Problem> failed = device.applyEach(changes, MAX_FAILURES);
        if (failed.isEmpty()) {
            store.saveOrKeep(plan.stateAfter());
        }
        return byCause(failed);
    }

    /** Returns the first problem of each cause, with the number of those like it. */
    private static List<Problem> byCause(List<Problem> failed) {
        var causes = new LinkedHashMap<List<String>, List<Problem>>();
        for (Problem problem : failed) {
            List<String> cause = List.of(problem.what(), problem.fix());
            causes.computeIfAbsent(cause, _ -> new ArrayList<>()).add(problem);
        }
        return causes.values().stream().map(PlanExecution::summary).toList();
    }

    private static Problem summary(List<Problem> same) {
        Problem first = same.getFirst();
        String others =
                switch (same.size()) {
                    case 1 -> "";
                    case 2 -> " (1 more change failed like this)";
                    default -> " (" + (same.size() - 1) + " more changes failed like this)";
                };
        return new Problem(first.where(), first.what() + others, first.fix());
    }

    /** Saves the state that lists the plan's changes, before any change is made. */
    private void savePending(DevicePlan plan) {
        if (!plan.isEmpty()) {
            store.saveBefore(plan.stateBefore());
        }
    }
}
