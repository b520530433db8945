package dev.wgmesh.mesh;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.NodeFacts.InterfaceAddress;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The networks of a node that are neither a local network nor the mesh: those of container bridges
 * and other tunnels, and the destinations of routes in every table. Default routes do not count,
 * nor do routes as wide as one, nor those that wg-mesh made.
 */
final class ForeignNetworks {
    /** The shortest prefix of a network; a VPN writes a default route as {@code 0.0.0.0/1}. */
    private static final int SHORTEST_V4 = 8;

    /** The length of fc00::/7, the widest network of private addresses (RFC 4193). */
    private static final int SHORTEST_V6 = 7;

    private final String meshInterface;
    private final Set<OnLinkPrefix> local;
    private final PrefixIndex<ForeignNetwork> networks = new PrefixIndex<>();
    private final Set<Prefix> replaceable = new HashSet<>();

    /**
     * A network of a node.
     *
     * @param text a phrase that names the prefix
     */
    record ForeignNetwork(Prefix prefix, String text) {}

    /**
     * Creates the networks of a node.
     *
     * @param table of the routes of wg-mesh
     * @param replaceRoutes whether a route of that table gives way to a member's address that is
     *     its whole destination
     */
    ForeignNetworks(NodeFacts facts, String meshInterface, long table, boolean replaceRoutes) {
        this.meshInterface = meshInterface;
        this.local = Set.copyOf(facts.onLink());
        var lans = new HashSet<String>();
        facts.onLink().forEach(link -> lans.add(link.device()));
        for (InterfaceAddress held : facts.addresses()) {
            if (!lans.contains(held.device())) {
                Prefix prefix = Prefix.containing(held.address(), held.prefixLength());
                networks.add(
                        prefix,
                        new ForeignNetwork(
                                prefix, prefix + ", the network of interface " + held.device()));
            }
        }
        facts.allRoutes()
                .filter(this::isForeign)
                .forEach(route -> {
                    boolean inTheWay = route.place().table() == table;
                    if (inTheWay) {
                        replaceable.add(route.destination());
                    }
                    if (!inTheWay || !replaceRoutes || !route.destination().isHost()) {
                        add(route);
                    }
                });
    }

    private void add(Route route) {
        String leads = route.hasInterface() ? "leads to interface " : "is ";
        networks.add(
                route.destination(),
                new ForeignNetwork(
                        route.destination(),
                        "the destination of the route "
                                + route.destination()
                                + ", which "
                                + leads
                                + route.device()));
    }

    private boolean isForeign(Route route) {
        Prefix to = route.destination();
        boolean owned = route.protocol() == Route.PROTOCOL && route.via().isPresent();
        return to.length() >= (to.family() == Family.V4 ? SHORTEST_V4 : SHORTEST_V6)
                && !route.device().equals(meshInterface)
                && !owned
                && !local.contains(new OnLinkPrefix(route.device(), to));
    }

    /** Returns the narrowest network that contains the address. */
    Optional<ForeignNetwork> narrowest(IpAddress address) {
        List<ForeignNetwork> found = networks.narrowest(address);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast());
    }

    /** Returns whether a route of the table of wg-mesh leads to exactly this prefix. */
    boolean hasReplaceableRoute(Prefix prefix) {
        return replaceable.contains(prefix);
    }
}
