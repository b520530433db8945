package dev.wgmesh.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The network around a node's WireGuard interface.
 *
 * @param addresses of every interface that is up, other than the mesh's own interface
 * @param onLink prefixes of interfaces that are up, not loopback, WireGuard, tun or a container
 *     bridge: neighbours there are reached without a router
 * @param gateways next hops of its default routes, in every routing table
 * @param resolvers its name servers
 * @param routes of the main table, including those of the mesh interface
 * @param otherRoutes of every routing table but the main one, without default routes; also to local
 *     addresses
 * @param defaultRoutes of every routing table; policy rules may choose other tables than the main
 *     one
 * @param reversePathFilters the sysctl {@code net.ipv4.conf.*.rp_filter} of {@code all} and of each
 *     interface with an on-link prefix or the mesh's addresses: 0 off, 1 strict, 2 loose; left out:
 *     off
 * @param forwarding of packets that arrive at the mesh interface; empty: not read
 * @param contacts addresses that wg-mesh exchanges packets with, besides the resolvers; sorted
 */
public record NodeFacts(
        List<InterfaceAddress> addresses,
        List<OnLinkPrefix> onLink,
        List<IpAddress> gateways,
        List<IpAddress> resolvers,
        List<Route> routes,
        List<Route> otherRoutes,
        List<Route> defaultRoutes,
        Map<String, Integer> reversePathFilters,
        Optional<Forwarding> forwarding,
        List<ContactAddress> contacts) {
    /** The entry of {@link #reversePathFilters} that holds for every interface. */
    public static final String ALL_INTERFACES = "all";

    /** RTPROT_RA: a route that came by router advertisement. */
    private static final int ROUTER_ADVERTISEMENT = 9;

    /** An unknown node: no LAN, no address, no route. */
    public static final NodeFacts NONE =
            new NodeFacts(
                    List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                    Map.of(), List.of());

    /** Creates facts without what the kernel forwards. */
    public NodeFacts(
            List<InterfaceAddress> addresses,
            List<OnLinkPrefix> onLink,
            List<IpAddress> gateways,
            List<IpAddress> resolvers,
            List<Route> routes,
            List<Route> otherRoutes,
            List<Route> defaultRoutes,
            Map<String, Integer> reversePathFilters,
            List<ContactAddress> contacts) {
        this(
                addresses,
                onLink,
                gateways,
                resolvers,
                routes,
                otherRoutes,
                defaultRoutes,
                reversePathFilters,
                Optional.empty(),
                contacts);
    }

    /** Copies, sorts the routes, and leaves out filters that are off. */
    public NodeFacts {
        addresses = List.copyOf(addresses);
        onLink = List.copyOf(onLink);
        gateways = List.copyOf(gateways);
        resolvers = List.copyOf(resolvers);
        routes = routes.stream().sorted().toList();
        otherRoutes = SortedList.copyOf(otherRoutes);
        defaultRoutes = SortedList.copyOf(defaultRoutes);
        var filters = new TreeMap<>(reversePathFilters);
        filters.values().removeIf(value -> value == 0);
        reversePathFilters = Collections.unmodifiableMap(filters);
        contacts = SortedList.copyOf(contacts);
    }

    /** Returns these facts with other contacts. */
    public NodeFacts withContacts(List<ContactAddress> others) {
        return with(forwarding, others);
    }

    /** Returns these facts with what the kernel forwards. */
    public NodeFacts withForwarding(Optional<Forwarding> read) {
        return with(read, contacts);
    }

    private NodeFacts with(Optional<Forwarding> kernel, List<ContactAddress> others) {
        return new NodeFacts(
                addresses,
                onLink,
                gateways,
                resolvers,
                routes,
                otherRoutes,
                defaultRoutes,
                reversePathFilters,
                kernel,
                others);
    }

    /**
     * Returns the routes of one table; of another table than the main one without default routes.
     */
    public Stream<Route> routesOf(long table) {
        return table == RoutePlace.MAIN_TABLE
                ? routes.stream()
                : otherRoutes.stream().filter(route -> route.place().table() == table);
    }

    /**
     * Returns the routes of every table; of other tables than the main one without default routes.
     */
    public Stream<Route> allRoutes() {
        return Stream.concat(routes.stream(), otherRoutes.stream());
    }

    /**
     * Returns what {@code sysctl -w} needs to forward IPv6 on all interfaces. Where a default route
     * came by router advertisement, these are still accepted, which forwarding else turns off
     * (Linux, ip-sysctl, accept_ra).
     */
    public String ipv6ForwardingSettings() {
        return Stream.concat(
                        defaultRoutes.stream()
                                .filter(route -> route.protocol() == ROUTER_ADVERTISEMENT)
                                .map(Route::device)
                                .distinct()
                                .map("net.ipv6.conf.%s.accept_ra=2"::formatted),
                        Stream.of("net.ipv6.conf.all.forwarding=1"))
                .collect(Collectors.joining(" "));
    }

    /** An address on an interface. */
    public record InterfaceAddress(String device, IpAddress address, int prefixLength) {}

    /** An on-link prefix of an interface. */
    public record OnLinkPrefix(String device, Prefix prefix) {}
}
