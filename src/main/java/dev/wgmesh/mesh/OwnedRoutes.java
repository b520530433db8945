package dev.wgmesh.mesh;

import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import java.util.Collection;

/** The routes that wg-mesh added, for lookups. */
public final class OwnedRoutes {
    private final ValuesByKey<Prefix, Route> routes;

    OwnedRoutes(Collection<Route> owned) {
        routes = new ValuesByKey<>(owned.size());
        for (Route route : owned) {
            routes.add(route.destination(), route);
        }
    }

    /** Returns whether wg-mesh added the route and nobody changed it. */
    public boolean has(Route route) {
        if (route.protocol() != Route.PROTOCOL) {
            return false;
        }
        for (Route own : routes.get(route.destination())) {
            if (own.device().equals(route.device())
                    && own.via().equals(route.via())
                    && own.place().equals(route.place())) {
                return true;
            }
        }
        return false;
    }
}
