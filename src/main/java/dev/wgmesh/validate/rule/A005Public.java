package dev.wgmesh.validate.rule;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.Policy;
import dev.wgmesh.validate.ClaimRecord;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A public mesh address that is not the member's own. */
final class A005Public implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "A005",
                Level.WARNING,
                "public address that is not the member's own endpoint",
                "Members send what they mean for that address on the Internet into the "
                        + "tunnel instead.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.members()
                .filter(member -> member.endpoints().known())
                .flatMap(member -> member.addresses().stream())
                .filter(claim -> claim.prefix().network().scope() == AddressScope.PUBLIC)
                .filter(claim -> !claim.member().isPublic(claim.prefix().network()))
                .filter(claim -> !isMeant(claim))
                .map(claim ->
                        finding(
                                claim.spot(),
                                claim
                                        + " is a public address, and no endpoint of "
                                        + claim.member().name(),
                                "use a private one, or say that it is yours: _policy."
                                        + claim.member().list().name()
                                        + ". IN TXT \"allow="
                                        + claim.prefix()
                                        + "\""));
    }

    /** Whether the policy names the address: a mesh may have a public prefix of its own. */
    private static boolean isMeant(ClaimRecord claim) {
        Optional<List<Policy>> policies = claim.member().list().policies();
        return policies.isEmpty()
                || policies.get().stream()
                        .anyMatch(policy -> policy.bindsClaims() && policy.permits(claim.prefix()));
    }
}
