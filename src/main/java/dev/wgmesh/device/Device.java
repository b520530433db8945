package dev.wgmesh.device;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.plan.DeviceChange;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A node's WireGuard interface, its addresses and routes. */
public interface Device {
    /**
     * Reads the interface; empty when it does not exist.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE when it cannot be read: no permission, no wg
     */
    Optional<DeviceState> state();

    /** Reads the node's other addresses, networks and routes. */
    NodeFacts facts();

    /**
     * Creates the interface with a key and port, up, without peers and addresses.
     *
     * @param mtu in octets; empty: WireGuard's default
     * @throws dev.wgmesh.problem.Failure PARTIAL when neither the kernel nor wireguard-go can
     *     create it
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
     * @throws dev.wgmesh.problem.Failure PARTIAL at the first change that fails; earlier changes
     *     stay applied
     */
    void apply(List<DeviceChange> changes);
}
