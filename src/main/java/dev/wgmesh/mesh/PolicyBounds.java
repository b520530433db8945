package dev.wgmesh.mesh;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The bounds that the policies of a mesh set, for lookups by list and prefix. */
final class PolicyBounds {
    private final Map<MeshName, KnownPolicy> known;
    private final MeshName root;
    private final boolean limited;
    private final Map<MeshName, Bounds> own = new HashMap<>();
    private final Map<MeshName, List<MeshName>> lines = new HashMap<>();

    /** The pools that a member of their own list may claim whole. */
    private final PrefixIndex<Prefix> usedPools = new PrefixIndex<>();

    /** The addresses of the pools of each list that its members may claim. */
    private final Map<MeshName, PrefixSet> poolAddresses = new HashMap<>();

    private final PrefixSet allPoolAddresses;

    /** What one policy permits. */
    private record Bounds(boolean limited, PrefixSet claims, PrefixSet nets) {
        /** Of a list whose policy was never read. */
        static final Bounds NOTHING =
                new Bounds(true, new PrefixSet(List.of()), new PrefixSet(List.of()));

        static Bounds of(Policy policy) {
            List<Prefix> claims =
                    Stream.concat(policy.pools().stream(), policy.allow().stream()).toList();
            return new Bounds(
                    policy.bindsClaims(), new PrefixSet(claims), new PrefixSet(policy.allow()));
        }

        boolean permits(Prefix claim) {
            return !limited || claims.contains(claim);
        }

        boolean permitsNet(Prefix net) {
            return !limited || nets.contains(net);
        }
    }

    PolicyBounds(Map<MeshName, KnownPolicy> known, MeshName root) {
        this.known = known;
        this.root = root;
        known.forEach((list, policy) -> own.put(list, Bounds.of(policy.policy())));
        this.limited = bounds(root).limited();
        var all = new ArrayList<Prefix>();
        known.forEach((list, policy) -> {
            List<Prefix> pools = policy.policy().pools();
            pools.stream()
                    .filter(pool -> permits(list, pool))
                    .forEach(pool -> usedPools.add(pool, pool));
            List<Prefix> addresses =
                    pools.stream()
                            .filter(PolicyBounds::isBounded)
                            .flatMap(pool -> permittedPart(list, pool).stream())
                            .toList();
            poolAddresses.put(list, new PrefixSet(addresses));
            all.addAll(addresses);
        });
        this.allPoolAddresses = new PrefixSet(all);
    }

    /** Returns whether a pool tells mesh addresses from others: it is no default route. */
    private static boolean isBounded(Prefix pool) {
        return pool.length() >= ClaimRules.shortest(pool.family());
    }

    private Collection<Prefix> permittedPart(MeshName list, Prefix pool) {
        Collection<Prefix> part = List.of(pool);
        for (MeshName above : line(list)) {
            Bounds bounds = bounds(above);
            if (bounds.limited()) {
                var left = new LinkedHashSet<Prefix>();
                part.forEach(prefix -> left.addAll(bounds.claims().intersection(prefix)));
                part = left;
            }
        }
        return part;
    }

    /** Returns whether a member of the list may claim the prefix. */
    boolean permits(MeshName list, Prefix claim) {
        for (MeshName above : line(list)) {
            if (!bounds(above).permits(claim)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a member of the list may claim the prefix as a net. */
    boolean permitsNet(MeshName list, Prefix net) {
        return line(list).stream().allMatch(above -> bounds(above).permitsNet(net));
    }

    /** Returns a pool in use that has an address in common with the prefix. */
    Optional<Prefix> poolIn(Prefix net) {
        return usedPools.first(net, _ -> true);
    }

    /** Returns whether the address lies in a pool that counts for a member of the list. */
    boolean inPool(MeshName list, IpAddress address) {
        Prefix prefix = address.asPrefix();
        if (limited) {
            return allPoolAddresses.contains(prefix);
        }
        for (MeshName above : line(list)) {
            PrefixSet pools = poolAddresses.get(above);
            if (pools != null && pools.contains(prefix)) {
                return true;
            }
        }
        return false;
    }

    private Bounds bounds(MeshName list) {
        return own.getOrDefault(list, Bounds.NOTHING);
    }

    /** Returns the list and all above it, up to the mesh's own. */
    private List<MeshName> line(MeshName list) {
        List<MeshName> line = lines.get(list);
        if (line == null) {
            line = withAncestors(list);
            lines.put(list, line);
        }
        return line;
    }

    private List<MeshName> withAncestors(MeshName list) {
        var above = new LinkedHashSet<MeshName>();
        Optional<MeshName> at = Optional.of(list);
        while (at.isPresent() && above.add(at.get())) {
            at = Optional.ofNullable(known.get(at.get())).flatMap(KnownPolicy::parent);
        }
        above.add(root);
        return List.copyOf(above);
    }
}
