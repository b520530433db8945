package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** An RRset that PowerDNS Recursor does not answer. */
final class D007Recursor implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "D007",
                Level.ERROR,
                "RRset over 256 records: PowerDNS Recursor",
                "Members behind that resolver see no list at all.",
                "PowerDNS Recursor: max-rrset-size; docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return RRsetLength.findings(
                this, in, 256, Integer.MAX_VALUE, "PowerDNS Recursor fails above 256");
    }
}
