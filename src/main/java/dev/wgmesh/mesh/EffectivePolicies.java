package dev.wgmesh.mesh;

import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Policy;
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
    private final MeshName root;
    private final Map<MeshName, KnownPolicy> known;
    private final List<HeldPolicy> held;
    private final PolicyBounds bounds;

    private EffectivePolicies(
            MeshName root, Map<MeshName, KnownPolicy> known, List<HeldPolicy> held) {
        this.root = root;
        this.known = known;
        this.held = held;
        this.bounds = new PolicyBounds(known, root);
    }

    /** Returns the policies; throws UNREADABLE where the mesh's own failed and never was known. */
    static EffectivePolicies of(Mesh mesh, NodeContext node) {
        var known = new TreeMap<MeshName, KnownPolicy>();
        node.state().policies().forEach(p -> known.put(p.list(), p));
        var guard = new PolicyGuard(node);
        var held = new ArrayList<HeldPolicy>();
        for (MemberList list : mesh.lists()) {
            if (list.policy().isFailed()) {
                guard.waiting(list.name()).ifPresent(held::add);
                continue;
            }
            Policy read = list.policy().found().orElse(Policy.NONE);
            Optional<KnownPolicy> before = Optional.ofNullable(known.get(list.name()));
            Optional<HeldPolicy> waiting = before.flatMap(it -> guard.check(it, read));
            waiting.ifPresent(held::add);
            Policy counts = waiting.isPresent() ? before.orElseThrow().policy() : read;
            known.put(list.name(), new KnownPolicy(list.name(), list.parent(), counts));
        }
        if (!known.containsKey(mesh.name())) {
            throw unknown(mesh);
        }
        return new EffectivePolicies(mesh.name(), known, held);
    }

    /** A first reading without the policy of the mesh; what is wrong with it comes first. */
    private static Failure unknown(Mesh mesh) {
        var problems = new ArrayList<Problem>();
        mesh.root().policy().failure().ifPresent(problems::add);
        problems.add(
                new Problem(
                        RecordFormat.POLICY + "." + mesh.name() + " TXT",
                        "could not be read, and no earlier policy is known",
                        "try again when the policy can be read"));
        return new Failure(Failure.Kind.UNREADABLE, problems);
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

    /** Returns the bounds of claims. */
    PolicyBounds bounds() {
        return bounds;
    }

    /** Returns whether anyone's claims are bounded at all. */
    boolean bindsClaims() {
        return policy(root).filter(Policy::bindsClaims).isPresent();
    }

    private Optional<Policy> policy(MeshName list) {
        return Optional.ofNullable(known.get(list)).map(KnownPolicy::policy);
    }
}
