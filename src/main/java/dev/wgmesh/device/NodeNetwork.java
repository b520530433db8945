package dev.wgmesh.device;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import dev.wgmesh.model.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A node's interfaces, routes and reverse path filters, read by one process.
 *
 * @param main the routes of the main routing table
 * @param others the routes of every other table
 * @param filters the sysctl {@code rp_filter} by interface; empty where {@code ip netconf} is
 *     unknown
 */
record NodeNetwork(
        LinkTable links, List<Route> main, List<Route> others, Map<String, Integer> filters) {
    private static final List<String> COMMANDS =
            List.of(
                    "addr",
                    "route show table all root 0.0.0.0/0",
                    "route show table all root ::/0",
                    // the last, since not every kernel has it
                    "netconf show");

    /** Runs the commands; the first table has the interfaces. */
    static IpTables read(WgIpCommands commands) {
        return commands.readBatch(COMMANDS, COMMANDS.size() - 1);
    }

    /** Returns the network of the interfaces that were read first, and of the tables after them. */
    static NodeNetwork of(LinkTable links, IpTables tables) {
        var main = new ArrayList<Route>();
        var others = new ArrayList<Route>();
        for (Family family : List.of(Family.V4, Family.V6)) {
            RouteTable.parse(family, tables.next())
                    .forEach(route -> (route.place().isMain() ? main : others).add(route));
        }
        return new NodeNetwork(
                links,
                main,
                others,
                tables.hasNext() ? ReversePathFilters.parse(tables.next()) : Map.of());
    }

    /** Returns the facts around an interface. */
    NodeFacts around(String name, List<IpAddress> resolvers) {
        List<OnLinkPrefix> onLink = links.onLinkExcept(name);
        List<Route> defaultRoutes =
                Stream.concat(main.stream(), others.stream()).filter(Route::isDefault).toList();
        return new NodeFacts(
                links.addressesExcept(name),
                onLink,
                RouteTable.gateways(defaultRoutes, name),
                resolvers,
                main,
                others.stream().filter(route -> !route.isDefault()).toList(),
                defaultRoutes,
                filtersOf(name, onLink),
                List.of());
    }

    /** Returns the filters that concern the mesh. */
    private Map<String, Integer> filtersOf(String name, List<OnLinkPrefix> onLink) {
        Set<String> devices =
                Stream.concat(
                                Stream.of(NodeFacts.ALL_INTERFACES, name),
                                onLink.stream().map(OnLinkPrefix::device))
                        .collect(Collectors.toSet());
        var concerned = new HashMap<>(filters);
        concerned.keySet().retainAll(devices);
        return concerned;
    }
}
