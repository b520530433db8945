package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** An RRset that BIND does not load. */
final class D006Bind implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "D006",
                Level.ERROR,
                "RRset over 100 records: BIND",
                "BIND does not load the zone, refuses the update, and as a resolver answers "
                        + "SERVFAIL (max-records-per-type).",
                "BIND 9 ARM: max-records-per-type; docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return RRsetLength.findings(this, in, 100, Integer.MAX_VALUE, "BIND fails above 100");
    }
}
