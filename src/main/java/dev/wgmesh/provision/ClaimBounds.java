package dev.wgmesh.provision;

import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import java.util.List;
import java.util.Optional;

/**
 * What the members of a list may claim: what its own policy permits within all those above it.
 *
 * @param policies the list's own first
 */
record ClaimBounds(List<Policy> policies) {
    ClaimBounds {
        policies = List.copyOf(policies);
    }

    boolean permits(Prefix claim) {
        return policies.stream().allMatch(policy -> policy.permits(claim));
    }

    /** Returns whether any policy says what members may claim. */
    boolean binds() {
        return policies.stream().anyMatch(Policy::bindsClaims);
    }

    /**
     * Returns whether a member may claim the prefix as a network behind it, as every node decides.
     */
    boolean permitsNet(Prefix net) {
        return binds() && policies.stream().allMatch(policy -> policy.permitsNet(net));
    }

    /** Returns a pool that shares addresses with the prefix; empty if there is none. */
    Optional<Prefix> poolIn(Prefix net) {
        return policies.stream()
                .flatMap(policy -> policy.pools().stream())
                .filter(net::overlaps)
                .findFirst();
    }

    /** Returns what addresses are given from: the nearest pools; empty where there is none. */
    List<Prefix> pools() {
        return policies.stream()
                .map(Policy::pools)
                .filter(pools -> !pools.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** Returns what may be claimed besides. */
    List<Prefix> allow() {
        return policies.stream().flatMap(policy -> policy.allow().stream()).distinct().toList();
    }
}
