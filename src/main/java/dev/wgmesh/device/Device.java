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
     * The interface as it is; empty where there is none of its name.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where it cannot be read: no permission, no wg
     */
    Optional<DeviceState> state();

    /** The node's network around it. */
    NodeFacts facts();

    /**
     * Makes the interface with that key and port, up, without peers and addresses.
     *
     * @param mtu in octets; empty: WireGuard's default
     * @throws dev.wgmesh.problem.Failure where neither the kernel nor wireguard-go can
     */
    void create(PrivateKey key, int port, Optional<Integer> mtu);

    /**
     * The largest packets, in octets, that the ways to these addresses are known to carry; an
     * address without a way is left out.
     */
    List<Integer> pathMtus(Collection<IpAddress> addresses);

    /** Takes away the interface; used only for one that we made. */
    void delete();

    /**
     * Carries out the changes, in the order given. Routes that others made over the interface stay,
     * unless an address that goes is their source.
     *
     * @throws dev.wgmesh.problem.Failure PARTIAL at the first that fails; earlier ones were done
     */
    void apply(List<DeviceChange> changes);
}
