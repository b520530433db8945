package dev.wgmesh.mesh;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Route;
import java.util.List;

/**
 * What we made on a node besides peers.
 *
 * @param routes that we added, sorted; one is ours if it is here and has our protocol number
 * @param addresses that we added to the interface, sorted
 * @param interfaceMade whether the interface itself is ours
 */
public record OwnedState(List<Route> routes, List<IpAddress> addresses, boolean interfaceMade) {
    /** Nothing yet. */
    public static final OwnedState NOTHING = new OwnedState(List.of(), List.of(), false);

    /** Sorts and copies. */
    public OwnedState {
        routes = routes.stream().distinct().sorted().toList();
        addresses = addresses.stream().distinct().sorted().toList();
    }

    /** Whether we added the route, and it still is what we added. */
    public boolean has(Route route) {
        return route.protocol() == Route.OURS
                && routes.stream()
                        .anyMatch(r ->
                                r.destination().equals(route.destination())
                                        && r.device().equals(route.device())
                                        && r.via().equals(route.via()));
    }
}
