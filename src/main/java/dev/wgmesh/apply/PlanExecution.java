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
import java.util.List;
import java.util.Optional;

/** Carries a plan out; the state is kept before the first change and after the last. */
final class PlanExecution {
    /** A device that refuses so many changes refuses them all. */
    private static final int ENOUGH = 10;

    private final Device device;
    private final StateStore keeper;

    PlanExecution(Device device, StateStore keeper) {
        this.device = device;
        this.keeper = keeper;
    }

    /** Makes the interface if the plan has one to make; a failure leaves the state as it was. */
    void make(DevicePlan plan, Optional<PrivateKey> key) {
        if (plan.create().isEmpty()) {
            return;
        }
        NewInterface create = plan.create().get();
        NodeState before = keeper.kept();
        keeper.keep(plan.pending());
        try {
            PrivateKey own =
                    key.orElseThrow(
                            () -> new IllegalStateException("no key to make " + create.name()));
            device.create(own, create.port(), Optional.of(mtu(plan)));
        } catch (Failure failure) {
            keeper.keep(before);
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

    /** All changes, up to the first failure. */
    List<Problem> all(DevicePlan plan) {
        announce(plan);
        try {
            device.apply(plan.deviceChanges());
        } catch (Failure failure) {
            return failure.problems();
        }
        return finish(plan);
    }

    /** Change by change, past those that fail: one bad member does not stop the others. */
    List<Problem> each(DevicePlan plan) {
        announce(plan);
        var failed = new ArrayList<Problem>();
        for (DeviceChange change : plan.deviceChanges()) {
            try {
                device.apply(List.of(change));
            } catch (Failure failure) {
                failed.addAll(failure.problems());
            }
            if (failed.size() >= ENOUGH) {
                return failed;
            }
        }
        return failed.isEmpty() ? finish(plan) : failed;
    }

    /** Nothing is made before the state that names it is on the disk. */
    private void announce(DevicePlan plan) {
        if (!plan.isEmpty()) {
            keeper.keep(plan.pending());
        }
    }

    /** A state that cannot be kept now is a failure of its own: the one before names more. */
    private List<Problem> finish(DevicePlan plan) {
        try {
            keeper.keep(plan.after());
            return List.of();
        } catch (Failure failure) {
            return failure.problems();
        }
    }
}
