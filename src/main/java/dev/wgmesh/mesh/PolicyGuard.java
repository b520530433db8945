package dev.wgmesh.mesh;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The guard against a policy that vanishes or opens up. The members of a list have their bounds
 * from its policy; one wrong or spoofed answer must not lift them.
 */
final class PolicyGuard {
    private final NodeContext node;
    private final Map<MeshName, HeldPolicy> waiting = new HashMap<>();

    /** Takes the policies that the passes before held back. */
    PolicyGuard(NodeContext node) {
        this.node = node;
        node.state().heldPolicies().forEach(held -> waiting.put(held.list(), held));
    }

    /** Returns the policy of the list that the passes before held back. */
    Optional<HeldPolicy> waiting(MeshName list) {
        return Optional.ofNullable(waiting.get(list));
    }

    /** Returns the policy to wait for; empty: the policy that was read counts. */
    Optional<HeldPolicy> check(KnownPolicy known, Policy read) {
        if (!isMuchWider(known.policy(), read)) {
            return Optional.empty();
        }
        var now = new HeldPolicy(known.list(), read, node.now());
        HeldPolicy held =
                waiting(known.list())
                        .filter(it -> it.policy().equals(read))
                        .filter(it -> GuardDelay.hasBegun(it.since(), node.now()))
                        .orElse(now);
        boolean waited = GuardDelay.isOver(held.since(), node.now());
        // a saved mesh is no new reading
        return waited && !node.savedMesh() ? Optional.empty() : Optional.of(held);
    }

    /** Returns what is held back. */
    static Problem problem(HeldPolicy held, Policy before) {
        String bounds =
                Stream.concat(
                                before.pools().stream().map(p -> "--pool " + p),
                                before.allow().stream().map(p -> "--allow " + p))
                        .collect(Collectors.joining(" "));
        return new Problem(
                RecordFormat.POLICY + "." + held.list() + " TXT",
                (held.policy().bindsClaims()
                                ? "now allows most public addresses"
                                : "no longer limits claims")
                        + ": the policy before it stays in use until "
                        + GuardDelay.end(held.since()),
                "if the change is wrong, restore the policy: wg-mesh set-policy "
                        + held.list()
                        + " "
                        + bounds);
    }

    /**
     * Returns whether the bounds of claims are lifted: dropped, or widened by more public addresses
     * than a single claim may have.
     */
    static boolean isMuchWider(Policy before, Policy now) {
        if (!before.bindsClaims() || before.equals(now)) {
            return false;
        }
        return !now.bindsClaims()
                || Stream.of(Family.values()).anyMatch(family -> addsMuch(family, before, now));
    }

    private static boolean addsMuch(Family family, Policy before, Policy now) {
        List<Prefix> added =
                Stream.concat(now.pools().stream(), now.allow().stream())
                        .filter(prefix -> prefix.family() == family)
                        .filter(prefix -> prefix.scope() != AddressScope.PRIVATE)
                        .filter(prefix -> !before.permits(prefix))
                        .sorted()
                        .toList();
        double claims = 0;
        for (Prefix prefix : distinct(added)) {
            claims += Math.pow(2, ClaimRules.shortest(family) - prefix.length());
        }
        return claims > 1;
    }

    /** Leaves out the prefixes inside others. */
    private static List<Prefix> distinct(List<Prefix> sorted) {
        var distinct = new ArrayList<Prefix>();
        for (Prefix prefix : sorted) {
            if (distinct.isEmpty() || !distinct.getLast().contains(prefix)) {
                distinct.add(prefix);
            }
        }
        return distinct;
    }
}
