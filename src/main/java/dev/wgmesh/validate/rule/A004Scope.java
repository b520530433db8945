package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.Locale;
import java.util.stream.Stream;

/** An address that nobody can be reached at. */
final class A004Scope implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "A004",
                Level.ERROR,
                "unspecified, loopback, multicast or link-local",
                "Every machine has these for itself, or they name no machine at all: "
                        + "nothing can be routed to them.",
                "RFC 6890, section 2.2");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.claims()
                .filter(claim -> !claim.prefix().network().scope().isUnicast())
                .map(claim ->
                        finding(
                                claim.spot(),
                                claim
                                        + " is "
                                        + claim.prefix()
                                                .network()
                                                .scope()
                                                .name()
                                                .toLowerCase(Locale.ROOT)
                                                .replace('_', '-'),
                                "give it another: wg-mesh allocate "
                                        + claim.member().list().name()));
    }
}
