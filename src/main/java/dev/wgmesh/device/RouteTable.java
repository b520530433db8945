package dev.wgmesh.device;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.model.RoutePlace;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the routes of {@code ip -N -json route show}, and writes arguments of {@code ip route}. */
final class RouteTable {
    /** RTPROT_BOOT: {@code ip -N} does not print the protocol of a route added without one. */
    private static final int BOOT = 3;

    /** The weights of a next hop that packets take, and of one that they do not: most and least. */
    private static final int MOST = 256;

    private static final int LEAST = 1;

    /** RTN_BROADCAST, RTN_ANYCAST, RTN_MULTICAST: no route of packets to one host. */
    private static final Set<String> NOT_UNICAST = Set.of("3", "4", "5");

    private RouteTable() {}

    /**
     * Reads the unicast routes of one family. A multipath route becomes one route for each next
     * hop, but for one of wg-mesh with a second next hop.
     */
    static Stream<Route> parse(Family family, Stream<IpRow> rows) {
        return rows.filter(row -> row.text("type").filter(NOT_UNICAST::contains).isEmpty())
                .flatMap(row -> routes(family, row));
    }

    private static Stream<Route> routes(Family family, IpRow row) {
        Prefix destination = destination(family, row);
        List<IpRow> hops = row.rows("nexthops").toList();
        if (hops.size() == 2 && hops.getLast().number("weight").orElse(LEAST) == LEAST) {
            Route first = route(destination, row, hops.getFirst());
            if (first.protocol() == Route.PROTOCOL) {
                return Stream.of(first.withSecond(route(destination, row, hops.getLast()).hop()));
            }
        }
        return (hops.isEmpty() ? List.of(row) : hops)
                .stream().map(hop -> route(destination, row, hop));
    }

    private static Route route(Prefix destination, IpRow row, IpRow hop) {
        return new Route(
                destination,
                dropType(row).or(() -> hop.text("dev")).orElse("none"),
                address(hop, "gateway")
                        .or(() -> hop.object("via").flatMap(via -> address(via, "host"))),
                address(row, "prefsrc"),
                row.number("protocol").orElse(BOOT),
                // ip -N names the table of every route but those in the main one
                new RoutePlace(
                        row.unsigned("table").orElse(RoutePlace.MAIN_TABLE),
                        row.unsigned("metric").orElse(0L)));
    }

    private static Optional<IpAddress> address(IpRow row, String name) {
        return row.text(name)
                .map(text ->
                        IpAddress.parse(text)
                                .orElseThrow(() -> row.unexpected(name, text, "an address")));
    }

    /**
     * Returns the type of a route that drops packets, used as its interface; the kernel names
     * {@code lo} as the interface of such IPv6 routes.
     */
    private static Optional<String> dropType(IpRow row) {
        return switch (row.text("type").orElse("")) {
            case "6" -> Optional.of("blackhole");
            case "7" -> Optional.of("unreachable");
            case "8" -> Optional.of("prohibit");
            case "9" -> Optional.of("throw");
            default -> Optional.empty();
        };
    }

    private static Prefix destination(Family family, IpRow row) {
        String text = row.requiredText("dst");
        if (text.equals("default")) {
            return Prefix.of(family == Family.V4 ? "0.0.0.0/0" : "::/0");
        }
        return Prefix.parse(text)
                .or(() -> IpAddress.parse(text).map(IpAddress::asPrefix))
                .orElseThrow(() -> row.unexpected("dst", text, "a prefix"));
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
    static Optional<Integer> mtu(IpRow row, LinkTable links) {
        int own = row.rows("metrics").mapToInt(metrics -> metrics.number("mtu").orElse(0)).sum();
        return own > 0
                ? Optional.of(own)
                : row.text("dev")
                        .filter(device -> !device.equals("lo"))
                        .flatMap(links::named)
                        .map(LinkTable.Link::mtu);
    }

    /** Returns the route as arguments of {@code ip route add|replace}. */
    static String arguments(Route route) {
        return arguments(route, route.place().suffix());
    }

    /**
     * Returns the route as arguments of {@code ip route del}, which removes an IPv6 route of any
     * metric where none is named.
     */
    static String removal(Route route) {
        RoutePlace place = route.place();
        return arguments(
                route,
                new RoutePlace(place.table(), place.kernelMetric(route.destination().family()))
                        .suffix());
    }

    private static String arguments(Route route, String place) {
        Route.NextHop hop = route.hop();
        String hops =
                route.second()
                        .map(second ->
                                " nexthop %s weight %d nexthop %s weight %d"
                                        .formatted(hop, MOST, second, LEAST))
                        .orElse("");
        return route.destination()
                + (hops.isEmpty() ? " " + hop : "")
                + route.source().map(source -> " src " + source).orElse("")
                + " proto "
                + route.protocol()
                + place
                + hops;
    }
}
