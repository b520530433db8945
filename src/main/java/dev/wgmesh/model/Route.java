package dev.wgmesh.model;

import java.util.Optional;
import java.util.Set;

/**
 * A route. Ordered by destination, then table and metric, then interface.
 *
 * @param device the outgoing interface; of a route that drops packets its type: {@code unreachable}
 * @param via the next hop, of the destination's family; empty: on-link or into the tunnel
 * @param source the preferred source address; empty: the kernel's choice
 * @param protocol as {@code ip route} numbers it (RFC 3549, rtm_protocol)
 * @param place its table and metric
 * @param second another next hop, of the least weight: a strict reverse path filter accepts what
 *     arrives at its interface (RFC 3704); empty: none
 */
public record Route(
        Prefix destination,
        String device,
        Optional<IpAddress> via,
        Optional<IpAddress> source,
        int protocol,
        RoutePlace place,
        Optional<NextHop> second)
        implements Comparable<Route> {
    /** An interface, and the next hop there; empty: on-link or into the tunnel. */
    public record NextHop(String device, Optional<IpAddress> via) {
        /** Returns it as {@code ip route} writes it. */
        @Override
        public String toString() {
            return via.map(address -> "via " + address + " ").orElse("") + "dev " + device;
        }
    }

    /** The protocol number of routes that wg-mesh adds. */
    public static final int PROTOCOL = 87;

    /** The types of routes that drop packets or leave the decision to another table. */
    private static final Set<String> NO_INTERFACE =
            Set.of("blackhole", "unreachable", "prohibit", "throw", "none");

    /** Writes the kernel's default metric as 0. */
    public Route {
        place = place.in(destination.family());
    }

    /** Creates a route with one next hop. */
    public Route(
            Prefix destination,
            String device,
            Optional<IpAddress> via,
            Optional<IpAddress> source,
            int protocol,
            RoutePlace place) {
        this(destination, device, via, source, protocol, place, Optional.empty());
    }

    /** Creates a route of the main table with the kernel's metric. */
    public Route(
            Prefix destination,
            String device,
            Optional<IpAddress> via,
            Optional<IpAddress> source,
            int protocol) {
        this(destination, device, via, source, protocol, RoutePlace.MAIN);
    }

    /** Returns whether the route leads to every address of its family. */
    public boolean isDefault() {
        return destination.length() == 0;
    }

    /** Returns whether packets leave through an interface. */
    public boolean hasInterface() {
        return !NO_INTERFACE.contains(device);
    }

    /** Returns this route without its preferred source address. */
    public Route withoutSource() {
        return new Route(destination, device, via, Optional.empty(), protocol, place, second);
    }

    /** Returns this route with a second next hop. */
    public Route withSecond(NextHop hop) {
        return new Route(destination, device, via, source, protocol, place, Optional.of(hop));
    }

    /** Returns the next hop that packets take. */
    public NextHop hop() {
        return new NextHop(device, via);
    }

    /** Routes are looked up by destination and place: few differ in nothing else. */
    @Override
    public int hashCode() {
        return 31 * destination.hashCode() + place.hashCode();
    }

    @Override
    public int compareTo(Route other) {
        int byDestination = destination.compareTo(other.destination);
        if (byDestination != 0) {
            return byDestination;
        }
        int byPlace = place.compareTo(other.place);
        return byPlace != 0 ? byPlace : device.compareTo(other.device);
    }
}
