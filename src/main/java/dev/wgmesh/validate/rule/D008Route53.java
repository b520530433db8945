package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** An RRset that Route53 does not take. */
final class D008Route53 implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "D008",
                Level.ERROR,
                "RRset over 400 records: Route53",
                "Route53 refuses the change: the zone cannot be hosted there.",
                "Amazon Route 53: quotas; docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return RRsetLength.findings(this, in, 400, Integer.MAX_VALUE, "Route53 takes at most 400");
    }
}
