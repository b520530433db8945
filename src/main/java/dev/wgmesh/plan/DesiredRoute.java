package dev.wgmesh.plan;

import dev.wgmesh.mesh.ClaimPath;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Route;
import java.util.ArrayList;
import java.util.List;

/**
 * A route that the mesh needs.
 *
 * @param host the member that it leads to
 * @param path why it leads that way
 */
record DesiredRoute(Route route, HostName host, String path) {
    /** Returns the routes of the paths to these peers, sorted. */
    static List<DesiredRoute> of(List<DesiredPeer> peers) {
        var routes = new ArrayList<DesiredRoute>(peers.size());
        for (DesiredPeer peer : peers) {
            for (ClaimPath path : peer.paths()) {
                if (path.route().isPresent()) {
                    routes.add(new DesiredRoute(path.route().get(), peer.host(), path.reason()));
                }
            }
        }
        routes.sort((a, b) -> a.route().compareTo(b.route()));
        return routes;
    }

    /** Returns why the node gets the route. */
    String reason() {
        return host + ": " + path;
    }
}
