package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** An RRset that BIND will soon not load. */
final class D005Nearly implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "D005",
                Level.WARNING,
                "RRset over 90 records",
                "BIND loads and answers at most 100 records of one name and type (max- "
                        + "records-per-type).",
                "BIND 9 ARM: max-records-per-type; docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return RRsetLength.findings(this, in, 90, 100, "BIND stops at 100");
    }
}
