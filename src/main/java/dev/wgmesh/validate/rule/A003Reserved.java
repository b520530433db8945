package dev.wgmesh.validate.rule;

import dev.wgmesh.model.Prefix;
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

/** An address that means the whole network. */
final class A003Reserved implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "A003",
                Level.ERROR,
                "network or broadcast address",
                "Hosts and routers treat it as all of the prefix, not as one machine.",
                "RFC 1122, section 3.2.1.3; RFC 4291, section 2.6.1");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.trees().stream()
                .flatMap(tree -> tree.lists().stream().flatMap(list -> check(tree, list)));
    }

    private Stream<Finding> check(MeshTree tree, ListRecords list) {
        List<Prefix> prefixes =
                list.policies().stream()
                        .flatMap(List::stream)
                        .flatMap(policy ->
                                Stream.concat(policy.pools().stream(), policy.allow().stream()))
                        .distinct()
                        .sorted()
                        .toList();
        return prefixes.isEmpty()
                ? Stream.empty()
                : tree.members().values().stream()
                        .filter(member -> member.list().name().equals(list.name()))
                        .flatMap(member -> member.addresses().stream())
                        .flatMap(claim ->
                                prefixes.stream()
                                        .filter(prefix -> prefix.reserves(claim.prefix().network()))
                                        .limit(1)
                                        .map(prefix ->
                                                finding(
                                                        claim.spot(),
                                                        claim
                                                                + " is the "
                                                                + kind(claim, prefix)
                                                                + " address of "
                                                                + prefix,
                                                        "give it another: wg-mesh allocate "
                                                                + list.name())));
    }

    private static String kind(ClaimRecord claim, Prefix prefix) {
        return claim.prefix().network().equals(prefix.network()) ? "network" : "broadcast";
    }
}
