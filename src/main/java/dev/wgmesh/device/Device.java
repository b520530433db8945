package dev.wgmesh.device;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.model.Forwarding;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A node's WireGuard interface, its addresses and routes. */
public interface Device {
    /**
     * Reads the interface and the network around it.
     *
     * @throws Failure UNREADABLE when it cannot be read: no permission, no wg
     */
    NodeReading read();

    /**
     * Reads the peers of the interface, and nothing else; none when it does not exist.
     *
     * @throws Failure UNREADABLE when they cannot be read
     */
    List<PeerState> peers();

    /**
     * Reads what the kernel forwards of the packets that arrive at the interface; empty: that
     * cannot be read. It need not exist.
     */
    Optional<Forwarding> forwarding();

    /**
     * Creates the interface with a key and port, up, without peers and addresses.
     *
     * @param mtu in octets; empty: WireGuard's default
     * @throws Failure PARTIAL when neither the kernel nor wireguard-go can create it
     */
    void create(PrivateKey key, int port, Optional<Integer> mtu);

    /**
     * Returns the path MTUs to these addresses, in octets, as far as the kernel knows them; an
     * address without a route is left out.
     */
    List<Integer> pathMtus(Collection<IpAddress> addresses);

    /** Deletes the interface; used only for interfaces that wg-mesh created. */
    void delete();

    /**
     * Applies the changes in order. Other programs' routes over the interface are kept, unless
     * their source address is removed.
     *
     * @throws Failure PARTIAL at the first change that fails; earlier changes stay applied
     */
    void apply(List<DeviceChange> changes);

    /**
     * Applies the changes in order, and skips those that fail.
     *
     * @param maxFailures after this many failures the remaining changes are not tried
     * @return what failed, in this order; empty: nothing
     */
    default List<Problem> applyEach(List<DeviceChange> changes, int maxFailures) {
        var failures = new ArrayList<Failure>();
        for (DeviceChange change : changes) {
            try {
                apply(List.of(change));
            } catch (Failure failure) {
                failures.add(failure);
            }
            if (failures.size() >= maxFailures) {
                break;
            }
        }
        return failures.stream().flatMap(failure -> failure.problems().stream()).toList();
    }
}
