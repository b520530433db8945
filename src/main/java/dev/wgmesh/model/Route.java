package dev.wgmesh.model;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * A route. Ordered by destination, then interface.
 *
 * @param device the outgoing interface; of a route that drops packets its type: {@code unreachable}
 * @param via the next hop, of the destination's family; empty: on-link or into the tunnel
 * @param source the preferred source address; empty: the kernel's choice
 * @param protocol as {@code ip route} numbers it (RFC 3549, rtm_protocol)
 */
public record Route(
        Prefix destination,
        String device,
        Optional<IpAddress> via,
        Optional<IpAddress> source,
        int protocol)
        implements Comparable<Route> {
    /** The protocol number of routes that wg-mesh adds. */
    public static final int PROTOCOL = 87;

    /** The types of routes that drop packets or leave the decision to another table. */
    private static final Set<String> NO_INTERFACE =
            Set.of("blackhole", "unreachable", "prohibit", "throw", "none");

    private static final Comparator<Route> ORDER =
            Comparator.comparing(Route::destination).thenComparing(Route::device);

    /** Returns whether the route leads to every address of its family. */
    public boolean isDefault() {
        return destination.length() == 0;
    }

    /** Returns whether packets leave through an interface. */
    public boolean hasInterface() {
        return !NO_INTERFACE.contains(device);
    }

    @Override
    public int compareTo(Route other) {
        return ORDER.compare(this, other);
    }
}
