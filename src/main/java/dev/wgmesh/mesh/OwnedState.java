package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Route;
import dev.wgmesh.model.SortedList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What wg-mesh made on a node, and may remove.
 *
 * @param routes that wg-mesh added, sorted; an owned route is in this list and has the protocol
 *     number
 * @param addresses that wg-mesh added to the interface, sorted
 * @param peers that wg-mesh added to the interface, sorted
 * @param forwarding of packets that arrive at the interface
 * @param ownsInterface whether wg-mesh made the interface
 */
public record OwnedState(
        List<Route> routes,
        List<IpAddress> addresses,
        List<PublicKey> peers,
        OwnedForwarding forwarding,
        boolean ownsInterface) {
    /** Nothing. */
    public static final OwnedState EMPTY = new OwnedState(List.of(), List.of(), List.of(), false);

    /** Creates a state in which wg-mesh changed no forwarding. */
    public OwnedState(
            List<Route> routes,
            List<IpAddress> addresses,
            List<PublicKey> peers,
            boolean ownsInterface) {
        this(routes, addresses, peers, OwnedForwarding.NONE, ownsInterface);
    }

    /** Sorts and copies. */
    public OwnedState {
        routes = SortedList.copyOf(routes);
        addresses = SortedList.copyOf(addresses);
        peers = SortedList.copyOf(peers);
    }

    /** Returns the routes for lookups. */
    public OwnedRoutes ownedRoutes() {
        return new OwnedRoutes(routes);
    }

    /** Returns what is in either. */
    public OwnedState union(OwnedState other) {
        return new OwnedState(
                Stream.concat(routes.stream(), other.routes.stream()).toList(),
                Stream.concat(addresses.stream(), other.addresses.stream()).toList(),
                Stream.concat(peers.stream(), other.peers.stream()).toList(),
                forwarding.union(other.forwarding),
                ownsInterface || other.ownsInterface);
    }
}
