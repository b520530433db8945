package dev.wgmesh.mesh;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.PskMode;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What each list allows its members: its own policy within all those above it. A policy that failed
 * is as it was last known; a sub-list's that never was read allows nothing.
 */
final class EffectivePolicies {
    private final Map<MeshName, KnownPolicy> known = new TreeMap<>();
    private final MeshName root;
    private final List<HeldPolicy> held = new ArrayList<>();
    private final PrefixIndex<Pool> pools = new PrefixIndex<>();

    /** A pool of a list. */
    private record Pool(MeshName list, Prefix prefix) {
        /** Returns whether it tells mesh addresses from others: it is no default route. */
        boolean isBounded() {
            return prefix.length() >= ClaimRules.shortest(prefix.family());
        }
    }

    private EffectivePolicies(MeshName root) {
        this.root = root;
    }

    /** Returns the policies; throws UNREADABLE where the mesh's own failed and never was known. */
    static EffectivePolicies of(Mesh mesh, NodeContext node) {
        var policies = new EffectivePolicies(mesh.name());
        node.state().policies().forEach(p -> policies.known.put(p.list(), p));
        for (MemberList list : mesh.lists()) {
            switch (list.policy()) {
                case DnsAnswer.Found<Policy>(Policy policy, _) -> policies.read(list, policy, node);
                case DnsAnswer.Absent<Policy> _ -> policies.read(list, Policy.NONE, node);
                case DnsAnswer.Failed<Policy> _ ->
                        node.state().heldPolicies().stream()
                                .filter(it -> it.list().equals(list.name()))
                                .forEach(policies.held::add);
            }
        }
        if (!policies.known.containsKey(mesh.name())) {
            throw new Failure(
                    Failure.Kind.UNREADABLE,
                    List.of(
                            new Problem(
                                    RecordFormat.POLICY + "." + mesh.name() + " TXT",
                                    "could not be read, and no earlier policy is known",
                                    "try again when DNS answers")));
        }
        policies.indexPools();
        return policies;
    }

    /** Takes a policy that was read, unless the guard holds it back. */
    private void read(MemberList list, Policy policy, NodeContext node) {
        Optional<KnownPolicy> before = Optional.ofNullable(known.get(list.name()));
        Optional<HeldPolicy> waiting = before.flatMap(it -> PolicyGuard.check(node, it, policy));
        waiting.ifPresent(held::add);
        put(list, waiting.isPresent() ? before.orElseThrow().policy() : policy);
    }

    /** Returns the policies that the guard holds back. */
    List<HeldPolicy> held() {
        return held;
    }

    /** Returns a problem for each policy that the guard holds back. */
    List<Problem> problems() {
        return held.stream()
                .map(it -> PolicyGuard.problem(it, policy(it.list()).orElse(Policy.NONE)))
                .toList();
    }

    private void indexPools() {
        for (KnownPolicy list : known.values()) {
            list.policy().pools().forEach(pool -> pools.add(pool, new Pool(list.list(), pool)));
        }
    }

    private void put(MemberList list, Policy policy) {
        known.put(list.name(), new KnownPolicy(list.name(), list.parent(), policy));
    }

    /** Returns the policies to remember: of every list that still is one, or could not be read. */
    List<KnownPolicy> toKeep(Mesh mesh, FailedLists failed) {
        Set<MeshName> present =
                mesh.lists().stream().map(MemberList::name).collect(Collectors.toSet());
        return known.values().stream()
                .filter(p -> present.contains(p.list()) || failed.covers(p.list()))
                .toList();
    }

    /** Returns the name of the mesh's own list. */
    MeshName root() {
        return root;
    }

    Optional<PskMode> presharedKeyHint() {
        return policy(root).flatMap(Policy::psk);
    }

    PathMode paths() {
        return policy(root).flatMap(Policy::paths).orElse(PathMode.AUTO);
    }

    /** Returns whether a member of the list may claim the prefix. */
    boolean permits(MeshName list, Prefix claim) {
        return withAncestors(list).stream()
                .allMatch(l -> policy(l).filter(p -> p.permits(claim)).isPresent());
    }

    /**
     * Returns whether a member of the list may claim the prefix as a net: only {@code allow=}
     * counts, of its list and of every one above.
     */
    boolean permitsNet(MeshName list, Prefix net) {
        return withAncestors(list).stream()
                .allMatch(l -> policy(l).filter(p -> p.permitsNet(net)).isPresent());
    }

    /** Returns a pool in use that has an address in common with the prefix. */
    Optional<Prefix> poolIn(Prefix net) {
        return pools.overlapping(net).stream()
                .filter(pool -> permits(pool.list(), pool.prefix()))
                .map(Pool::prefix)
                .findFirst();
    }

    /** Returns whether anyone's claims are bounded at all. */
    boolean bindsClaims() {
        return policy(root).filter(Policy::bindsClaims).isPresent();
    }

    /**
     * Returns whether the address is a mesh address: it lies in a pool that counts for a member of
     * the list. A pool that is a default route says nothing about an address.
     */
    boolean inPool(MeshName list, IpAddress address) {
        List<Pool> containing = pools.overlapping(address.asPrefix());
        if (containing.isEmpty()) {
            return false;
        }
        List<MeshName> own = withAncestors(list);
        boolean all = bindsClaims();
        return containing.stream()
                .filter(Pool::isBounded)
                .filter(pool -> all || own.contains(pool.list()))
                .anyMatch(pool -> permits(pool.list(), address.asPrefix()));
    }

    private Optional<Policy> policy(MeshName list) {
        return Optional.ofNullable(known.get(list)).map(KnownPolicy::policy);
    }

    /** Returns the list and all above it, up to the mesh's own. */
    private List<MeshName> withAncestors(MeshName list) {
        var above = new ArrayList<MeshName>();
        Optional<MeshName> at = Optional.of(list);
        while (at.isPresent() && !above.contains(at.get())) {
            above.add(at.get());
            at = Optional.ofNullable(known.get(at.get())).flatMap(KnownPolicy::parent);
        }
        if (!above.contains(root)) {
            above.add(root);
        }
        return above;
    }
}
