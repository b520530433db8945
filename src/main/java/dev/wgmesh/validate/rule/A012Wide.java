package dev.wgmesh.validate.rule;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** A claim on a large part of the Internet. */
final class A012Wide implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "A012",
                Level.ERROR,
                "a claim wider than /8 or /32",
                "Every member refuses it: such a prefix takes over default routes and other "
                        + "people's networks.",
                "docs/records.md");
    }

    private static final int SHORTEST_V4 = 8;
    private static final int SHORTEST_V6 = 32;

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.claims()
                .filter(claim -> isWide(claim.prefix()))
                .map(claim ->
                        finding(
                                claim.spot(),
                                claim + " is wider than /" + shortest(claim.prefix()),
                                "claim only the prefixes behind " + claim.member().name()));
    }

    private static boolean isWide(Prefix prefix) {
        return prefix.length() < shortest(prefix);
    }

    private static int shortest(Prefix prefix) {
        return prefix.family() == Family.V4 ? SHORTEST_V4 : SHORTEST_V6;
    }
}
