package dev.wgmesh.mesh;

import java.util.Collection;

/** The MTU of a new interface, in octets. */
public final class TunnelMtu {
    /** Octets that WireGuard adds to a packet over IPv6: 40 + 8 + 32. */
    public static final int OVERHEAD = 80;

    /** The minimum MTU of a link that carries IPv6 (RFC 8200, section 5). */
    private static final int MINIMUM = 1280;

    private static final int ETHERNET = 1500;

    private TunnelMtu() {}

    /**
     * Returns the smallest of the path MTUs to the peers, minus 80; 1420 where no path MTU is
     * known.
     */
    public static int of(Collection<Integer> pathMtus) {
        int path = pathMtus.stream().mapToInt(Integer::intValue).min().orElse(ETHERNET);
        return Math.max(MINIMUM, path - OVERHEAD);
    }
}
