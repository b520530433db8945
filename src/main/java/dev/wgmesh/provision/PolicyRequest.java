package dev.wgmesh.provision;

import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.PskMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the policy of a mesh is to be; an empty component keeps what there is.
 *
 * @param pools all pools; an empty list: none
 * @param allow all other prefixes that members may claim; an empty list: none
 * @param paths an empty value inside: none
 * @param ttl an empty value inside: none
 * @param psk an empty value inside: none
 */
public record PolicyRequest(
        Optional<List<Prefix>> pools,
        Optional<List<Prefix>> allow,
        Optional<Optional<PathMode>> paths,
        Optional<Optional<Duration>> ttl,
        Optional<Optional<PskMode>> psk) {
    /** Keeps the hint of preshared keys. */
    public PolicyRequest(
            Optional<List<Prefix>> pools,
            Optional<List<Prefix>> allow,
            Optional<Optional<PathMode>> paths,
            Optional<Optional<Duration>> ttl) {
        this(pools, allow, paths, ttl, Optional.empty());
    }

    /** Returns whether it keeps everything. */
    public boolean isEmpty() {
        return pools.isEmpty()
                && allow.isEmpty()
                && paths.isEmpty()
                && ttl.isEmpty()
                && psk.isEmpty();
    }

    /** Returns the policy with what is asked for in place of what there is. */
    Policy applyTo(Policy policy) {
        return new Policy(
                pools.orElse(policy.pools()),
                allow.orElse(policy.allow()),
                paths.orElse(policy.paths()),
                ttl.orElse(policy.ttl()),
                psk.orElse(policy.psk()));
    }
}
