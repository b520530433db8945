package dev.wgmesh.mesh;

import dev.wgmesh.model.Family;
import java.util.Collection;

/** The MTU of a new interface, in octets. */
public final class TunnelMtu {
    /** Octets that WireGuard adds to a packet over IPv6: 40 + 8 + 32. */
    public static final int OVERHEAD = 80;

    /** The minimum MTU of a link that carries IPv6 (RFC 8200, section 5). */
    private static final int MINIMUM = 1280;

    private static final int ETHERNET = 1500;

    /** What IPv4 has less of: its header is 20 octets, that of IPv6 40. */
    private static final int SMALLER_HEADER = 20;

    private TunnelMtu() {}

    /** Returns the octets that WireGuard adds to a packet, to an endpoint of that family. */
    public static int overhead(Family family) {
        return family == Family.V4 ? OVERHEAD - SMALLER_HEADER : OVERHEAD;
    }

    /**
     * Returns the smallest of the path MTUs to the peers, minus 80; 1420 where no path MTU is
     * known.
     */
    public static int of(Collection<Integer> pathMtus) {
        int path = pathMtus.stream().mapToInt(Integer::intValue).min().orElse(ETHERNET);
        return Math.max(MINIMUM, path - OVERHEAD);
    }
}
