package dev.wgmesh.validate.rule;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.validate.ClaimRecord;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListRecords;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.List;
import java.util.stream.Stream;

/** A claim that the policy does not allow. */
final class A002OutsidePools implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "A002",
                Level.ERROR,
                "outside the pools",
                "Every member refuses it: the address is nobody's.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.trees().stream()
                .flatMap(tree ->
                        tree.lists().stream()
                                .flatMap(list ->
                                        list.policies().stream()
                                                .filter(policies ->
                                                        policies.stream()
                                                                .anyMatch(Policy::bindsClaims))
                                                .flatMap(policies -> check(tree, list, policies))));
    }

    private Stream<Finding> check(MeshTree tree, ListRecords list, List<Policy> policies) {
        return tree.members().values().stream()
                .filter(member -> member.list().name().equals(list.name()))
                .flatMap(member -> member.claims().stream())
                .filter(claim ->
                        !policies.stream().allMatch(policy -> policy.permits(claim.prefix())))
                .map(claim ->
                        finding(
                                claim.spot(),
                                claim + " is in no pool and no allow of " + refusing(claim, list),
                                fix(claim, list)));
    }

    private static String fix(ClaimRecord claim, ListRecords list) {
        return "give it one of the pool: wg-mesh allocate "
                + list.name()
                + ", or allow it: _policy."
                + list.name()
                + ". IN TXT \"allow="
                + claim.prefix()
                + "\"";
    }

    /** The highest list whose policy does not permit the claim. */
    private static MeshName refusing(ClaimRecord claim, ListRecords list) {
        return list.parent()
                .filter(above -> isRefused(claim, above))
                .map(above -> refusing(claim, above))
                .orElse(list.name());
    }

    private static boolean isRefused(ClaimRecord claim, ListRecords list) {
        return list.policies().stream()
                .flatMap(List::stream)
                .anyMatch(policy -> !policy.permits(claim.prefix()));
    }
}
