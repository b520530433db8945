package dev.wgmesh.provision;

import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import java.util.List;

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
