package dev.wgmesh.provision;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The list that names a host that joins, or is to.
 *
 * @param listed whether it names the host already
 * @param newList what a list that does not exist yet is made with; empty: it exists
 * @param chain the list and those above it
 * @param bounds what its members may claim
 */
record JoinTarget(
        MeshName list,
        boolean listed,
        Optional<NewList> newList,
        List<MeshName> chain,
        ClaimBounds bounds) {
    /**
     * A sub-list that is made with its first member.
     *
     * @param parent the list whose PTR is to name it
     */
    record NewList(MeshName parent, List<Prefix> pools) {}

    /**
     * Returns the target of a request.
     *
     * @throws Failure REFUSED or INPUT where it cannot be one
     */
    static JoinTarget of(JoinRequest request, MeshSnapshot view) {
        var conflicts = new ArrayList<Problem>();
        JoinTarget target = of(request, view, conflicts);
        Failure.throwIfAny(Failure.Kind.REFUSED, conflicts);
        return target;
    }

    private static JoinTarget of(JoinRequest request, MeshSnapshot view, List<Problem> conflicts) {
        List<MeshName> naming = view.listsOf(request.host());
        Optional<MeshName> requested = request.list().subList();
        if (!naming.isEmpty()) {
            MeshName list = naming.getFirst();
            requested
                    .filter(other -> !naming.contains(other))
                    .ifPresent(other ->
                            conflicts.add(
                                    new Problem(
                                            request.host().text(),
                                            "is already a member in the list "
                                                    + list
                                                    + ", not "
                                                    + other,
                                            "leave out --sublist, or remove the host first: wg-mesh leave HOST")));
            return existingTarget(view, list, true);
        }
        MeshName list = request.list().list();
        if (requested.isEmpty() || view.list(list).isPresent()) {
            return existingTarget(view, list, false);
        }
        return newTarget(request, view, list, conflicts);
    }

    private static JoinTarget existingTarget(MeshSnapshot view, MeshName list, boolean listed) {
        return new JoinTarget(
                list,
                listed,
                Optional.empty(),
                view.listAndAncestors(list),
                new ClaimBounds(view.policies(list)));
    }

    private static JoinTarget newTarget(
            JoinRequest request, MeshSnapshot view, MeshName list, List<Problem> conflicts) {
        MeshName parent = request.list().mesh();
        List<Prefix> pools = request.addresses().pools();
        if (pools.isEmpty()) {
            throw Failure.input(
                    "--sublist " + list,
                    "does not exist yet and needs its own pool",
                    "give a pool that no other list has: --pool CIDR");
        }
        var above = new ClaimBounds(view.policies(parent));
        for (Prefix pool : pools) {
            if (!above.pools().isEmpty()
                    && above.pools().stream().noneMatch(outer -> outer.contains(pool))) {
                conflicts.add(
                        new Problem(
                                "--pool " + pool,
                                "is outside the pools of "
                                        + parent
                                        + ", so the pool would have no effect",
                                "choose within " + above.pools()));
            }
            for (MeshName other : view.unrelatedLists(parent)) {
                view.pools(other).stream()
                        .filter(pool::overlaps)
                        .map(theirs ->
                                new Problem(
                                        "--pool " + pool,
                                        "overlaps " + theirs + ", the pool of " + other,
                                        "choose a pool that no other list has"))
                        .forEach(conflicts::add);
            }
        }
        var chain = new ArrayList<MeshName>(List.of(list));
        chain.addAll(view.listAndAncestors(parent));
        var policies = new ArrayList<Policy>();
        policies.add(new Policy(pools, List.of(), Optional.empty(), Optional.empty()));
        policies.addAll(above.policies());
        return new JoinTarget(
                list,
                view.listContains(list, request.host()),
                Optional.of(new NewList(parent, pools)),
                chain,
                new ClaimBounds(policies));
    }
}
