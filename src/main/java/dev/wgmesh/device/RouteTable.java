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

/** Reads the routes of {@code ip -N -json route show}, and writes arguments of {@code ip route}. */
final class RouteTable {
    /** RTPROT_BOOT: {@code ip -N} does not print the protocol of a route added without one. */
    private static final int BOOT = 3;

    /** RT_TABLE_MAIN: {@code ip -N} names the table of every route but those in this one. */
    private static final int MAIN = 254;

    /** RTN_BROADCAST, RTN_ANYCAST, RTN_MULTICAST: no route of packets to one host. */
    private static final Set<String> NOT_UNICAST = Set.of("3", "4", "5");

    private RouteTable() {}

    /**
     * Reads the unicast routes of one family, by whether each is in the main table. A multipath
     * route becomes one route for each next hop.
     */
    static Map<Boolean, List<Route>> parse(Family family, List<IpRow> rows) {
        return rows.stream()
                .filter(row -> row.text("type").filter(NOT_UNICAST::contains).isEmpty())
                .collect(
                        Collectors.partitioningBy(
                                row -> row.number("table").orElse(MAIN) == MAIN,
                                Collectors.flatMapping(
                                        row -> routes(family, row), Collectors.toList())));
    }

    private static Stream<Route> routes(Family family, IpRow row) {
        Prefix destination = destination(family, row);
        List<IpRow> hops = row.rows("nexthops").toList();
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
                row.number("protocol").orElse(BOOT));
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

    /** Returns the route as arguments of {@code ip route add|replace|del}. */
    static String arguments(Route route) {
        var text = new StringBuilder().append(route.destination());
        route.via().ifPresent(via -> text.append(" via ").append(via));
        text.append(" dev ").append(route.device());
        route.source().ifPresent(source -> text.append(" src ").append(source));
        return text.append(" proto ").append(route.protocol()).toString();
    }
}
