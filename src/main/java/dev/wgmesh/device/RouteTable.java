package dev.wgmesh.device;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Parses the routes of {@code ip -N -json route show}, and writes arguments of {@code ip route}.
 */
final class RouteTable {
    /** RTPROT_BOOT: {@code ip -N} does not print the protocol of a route added without one. */
    private static final int BOOT = 3;

    /** RT_TABLE_MAIN: {@code ip -N} names the table of every route but those in this one. */
    private static final int MAIN = 254;

    /** RTN_BROADCAST, RTN_ANYCAST, RTN_MULTICAST: no route of packets to one host. */
    private static final Set<String> NOT_UNICAST = Set.of("3", "4", "5");

    private RouteTable() {}

    /**
     * Parses the unicast routes of one family, by whether each is in the main table. A multipath
     * route becomes one route for each next hop.
     */
    static Map<Boolean, List<Route>> parse(Family family, String json) {
        return LinkTable.rows(json, "ip -json route")
                .filter(row -> !NOT_UNICAST.contains(row.path("type").asString("")))
                .collect(
                        Collectors.partitioningBy(
                                row -> row.path("table").asInt(MAIN) == MAIN,
                                Collectors.flatMapping(
                                        row -> routes(family, row), Collectors.toList())));
    }

    private static Stream<Route> routes(Family family, JsonNode row) {
        Optional<Prefix> destination = destination(family, row.path("dst").asString(""));
        JsonNode hops = row.path("nexthops");
        Stream<JsonNode> legs = hops.isEmpty() ? Stream.of(row) : hops.valueStream();
        return destination.stream().flatMap(to -> legs.map(leg -> route(to, row, leg)));
    }

    private static Route route(Prefix destination, JsonNode row, JsonNode leg) {
        String via = leg.path("gateway").asString(leg.path("via").path("host").asString(""));
        return new Route(
                destination,
                dropType(row).orElseGet(() -> leg.path("dev").asString("none")),
                IpAddress.parse(via),
                IpAddress.parse(row.path("prefsrc").asString("")),
                row.path("protocol").asInt(BOOT));
    }

    /**
     * Returns the type of a route that drops packets, used as its interface; the kernel names
     * {@code lo} as the interface of such IPv6 routes.
     */
    private static Optional<String> dropType(JsonNode row) {
        return switch (row.path("type").asString("")) {
            case "6" -> Optional.of("blackhole");
            case "7" -> Optional.of("unreachable");
            case "8" -> Optional.of("prohibit");
            case "9" -> Optional.of("throw");
            default -> Optional.empty();
        };
    }

    private static Optional<Prefix> destination(Family family, String text) {
        if (text.equals("default")) {
            return Optional.of(Prefix.of(family == Family.V4 ? "0.0.0.0/0" : "::/0"));
        }
        return Prefix.parse(text).or(() -> IpAddress.parse(text).map(IpAddress::asPrefix));
    }

    /** Returns the next hops of default routes that leave through other interfaces, sorted. */
    static List<IpAddress> gateways(List<Route> defaultRoutes, String own) {
        return defaultRoutes.stream()
                .filter(route -> !route.device().equals(own))
                .flatMap(route -> route.via().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Returns the MTU of a route that {@code ip -json route get} printed, or of the route's link.
     */
    static Optional<Integer> mtu(JsonNode row, LinkTable links) {
        int own = row.path("metrics").valueStream().mapToInt(m -> m.path("mtu").asInt(0)).sum();
        return own > 0
                ? Optional.of(own)
                : links.links().stream()
                        .filter(link -> link.name().equals(row.path("dev").asString("")))
                        .filter(link -> !link.name().equals("lo"))
                        .map(LinkTable.Link::mtu)
                        .findFirst();
    }

    /** Returns the route as arguments of {@code ip route add|replace|del}. */
    static String arguments(Route route) {
        var text = new StringBuilder().append(route.destination());
        route.via().ifPresent(via -> text.append(" via ").append(via));
        text.append(" dev ").append(route.device());
        route.source().ifPresent(source -> text.append(" src ").append(source));
        return text.append(" proto ").append(route.protocol()).toString();
    }
}
