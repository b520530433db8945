package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.RoutePlace;
import java.util.Optional;
import java.util.Set;

/**
 * The options of a pass.
 *
 * @param paths replaces the mode of the policy; empty: the policy decides
 * @param removeForeignPeers remove peers of the interface that are not members
 * @param replaceForeignRoutes replace routes of others to addresses of members
 * @param maxRemove members that may be removed at once; empty: the 30 % guard applies
 * @param port to listen on if the interface is made; empty: that of the SRV record, or 51820
 * @param createInterface make the interface if it is missing (a key file was given)
 * @param watch passes follow each other, so candidates are tried in turn
 * @param pin a member keeps its key until {@code wg-mesh trust}, unless the change was announced
 * @param forcedEndpoints members whose peers get the endpoint that DNS says, also while a session
 *     is up with another one
 * @param relay make the kernel forward packets from the mesh interface to itself, where this node
 *     is a relay
 * @param routes the table and the metric of routes
 */
public record PassOptions(
        Optional<PathMode> paths,
        boolean removeForeignPeers,
        boolean replaceForeignRoutes,
        Optional<Integer> maxRemove,
        Optional<Integer> port,
        boolean createInterface,
        boolean watch,
        boolean pin,
        Set<HostName> forcedEndpoints,
        boolean relay,
        RoutePlace routes) {
    public PassOptions {
        forcedEndpoints = Set.copyOf(forcedEndpoints);
    }

    /** Creates options with defaults: no forced endpoint, forwarding left alone, the main table. */
    public PassOptions(
            Optional<PathMode> paths,
            boolean removeForeignPeers,
            boolean replaceForeignRoutes,
            Optional<Integer> maxRemove,
            Optional<Integer> port,
            boolean createInterface,
            boolean watch,
            boolean pin) {
        this(
                paths,
                removeForeignPeers,
                replaceForeignRoutes,
                maxRemove,
                port,
                createInterface,
                watch,
                pin,
                Set.of(),
                false,
                RoutePlace.MAIN);
    }

    /** A single pass over an interface that exists. */
    public static final PassOptions DEFAULT =
            new PassOptions(
                    Optional.empty(),
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    false,
                    false);

    /** Returns these options for a node that makes its interface. */
    public PassOptions creatingInterface() {
        return with(true, watch, relay, routes);
    }

    /** Returns these options for passes that follow each other. */
    public PassOptions watching() {
        return with(createInterface, true, relay, routes);
    }

    /** Returns these options for a node that may make its kernel forward packets. */
    public PassOptions relaying() {
        return with(createInterface, watch, true, routes);
    }

    /** Returns these options with another table or metric of routes. */
    public PassOptions withRoutes(RoutePlace place) {
        return with(createInterface, watch, relay, place);
    }

    private PassOptions with(boolean creates, boolean watches, boolean relays, RoutePlace place) {
        return new PassOptions(
                paths,
                removeForeignPeers,
                replaceForeignRoutes,
                maxRemove,
                port,
                creates,
                watches,
                pin,
                forcedEndpoints,
                relays,
                place);
    }
}
