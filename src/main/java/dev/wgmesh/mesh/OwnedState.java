package dev.wgmesh.mesh;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Route;
import java.util.List;

/**
 * What wg-mesh made on a node, besides peers.
 *
 * @param routes that wg-mesh added, sorted; an owned route is in this list and has the protocol
 *     number
 * @param addresses that wg-mesh added to the interface, sorted
 * @param interfaceMade whether wg-mesh made the interface
 */
public record OwnedState(List<Route> routes, List<IpAddress> addresses, boolean interfaceMade) {
    /** Nothing. */
    public static final OwnedState NOTHING = new OwnedState(List.of(), List.of(), false);

    /** Sorts and copies. */
    public OwnedState {
        routes = routes.stream().distinct().sorted().toList();
        addresses = addresses.stream().distinct().sorted().toList();
    }

    /** Returns whether wg-mesh added the route and nobody changed it. */
    public boolean has(Route route) {
        return route.protocol() == Route.OURS
                && routes.stream()
                        .anyMatch(r ->
                                r.destination().equals(route.destination())
                                        && r.device().equals(route.device())
                                        && r.via().equals(route.via()));
    }
}
