package dev.wgmesh.dns;

import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How servers are queried.
 *
 * @param servers at least one
 * @param random makes the IDs of queries: cryptographically strong
 */
record ResolverAccess(
        List<NameServer> servers, QueryLimits limits, RandomGenerator random, InstantSource clock) {
    /** Rejects an empty list of servers. */
    ResolverAccess {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no server given");
        }
        servers = List.copyOf(servers);
    }
}
