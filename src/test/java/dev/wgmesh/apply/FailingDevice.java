package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.device.NodeReading;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.model.Forwarding;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.problem.Failure;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A device that simulates a killed caller after a number of changes, or rejects some changes. */
final class FailingDevice implements Device {
    /** The end of the process: nothing catches it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private final Device device;
    private final Predicate<DeviceChange> refused;
    private int left;
    private int changes;

    FailingDevice(Device device, int left, Predicate<DeviceChange> refused) {
        this.device = device;
        this.left = left;
        this.refused = refused;
    }

    /** Changes carried out so far. */
    int changes() {
        return changes;
    }

    @Override
    public Optional<Forwarding> forwarding() {
        return device.forwarding();
    }

    private void live() {
        if (left-- <= 0) {
            throw new Killed();
        }
        changes++;
    }

    @Override
    public NodeReading read() {
        return device.read();
    }

    @Override
    public List<PeerState> peers() {
        return device.peers();
    }

    @Override
    public List<Integer> pathMtus(Collection<IpAddress> addresses) {
        return device.pathMtus(addresses);
    }

    @Override
    public void create(PrivateKey key, int port, Optional<Integer> mtu) {
        live();
        device.create(key, port, mtu);
    }

    @Override
    public void delete() {
        live();
        device.delete();
    }

    @Override
    public void apply(List<DeviceChange> list) {
        for (DeviceChange change : list) {
            if (refused.test(change)) {
                throw Failure.partial(change.toString(), "refused", "");
            }
            live();
            device.apply(List.of(change));
        }
    }
}
