package dev.wgmesh.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The policy of a mesh.
 *
 * @param pools prefixes that addresses are allocated from; empty: claims are not limited
 * @param allow other prefixes that members may claim: LANs and nets
 * @param paths which packets go through the tunnel; empty: {@code auto}
 * @param ttl of new records; empty: unspecified
 * @param psk a hint to nodes that have no secret of preshared keys; empty: unspecified
 */
public record Policy(
        List<Prefix> pools,
        List<Prefix> allow,
        Optional<PathMode> paths,
        Optional<Duration> ttl,
        Optional<PskMode> psk) {
    /** The policy of a mesh without a policy record. */
    public static final Policy NONE =
            new Policy(List.of(), List.of(), Optional.empty(), Optional.empty());

    /** Creates a policy that does not ask for preshared keys. */
    public Policy(
            List<Prefix> pools,
            List<Prefix> allow,
            Optional<PathMode> paths,
            Optional<Duration> ttl) {
        this(pools, allow, paths, ttl, Optional.empty());
    }

    /** Sorts and copies. */
    public Policy {
        pools = SortedList.copyOf(pools);
        allow = SortedList.copyOf(allow);
    }

    /** Returns whether claims are limited to the pools and {@code allow}. */
    public boolean bindsClaims() {
        return !pools.isEmpty() || !allow.isEmpty();
    }

    /** Returns whether a member may claim the prefix. */
    public boolean permits(Prefix claim) {
        return !bindsClaims()
                || pools.stream().anyMatch(p -> p.contains(claim))
                || allow.stream().anyMatch(p -> p.contains(claim));
    }

    /** Returns whether a member may claim the prefix as a network behind it. */
    public boolean permitsNet(Prefix net) {
        return !bindsClaims() || allow.stream().anyMatch(p -> p.contains(net));
    }
}
