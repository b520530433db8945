package dev.wgmesh.mesh;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.model.RoutePlace;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The routes that wg-mesh added, for lookups. */
public final class OwnedRoutes {
    private final Set<Key> keys = new HashSet<>();

    /** What makes two routes the same one. */
    private record Key(
            Prefix destination, String device, Optional<IpAddress> via, RoutePlace place) {
        static Key of(Route route) {
            return new Key(route.destination(), route.device(), route.via(), route.place());
        }
    }

    OwnedRoutes(Collection<Route> routes) {
        routes.forEach(route -> keys.add(Key.of(route)));
    }

    /** Returns whether wg-mesh added the route and nobody changed it. */
    public boolean has(Route route) {
        return route.protocol() == Route.PROTOCOL && keys.contains(Key.of(route));
    }
}
