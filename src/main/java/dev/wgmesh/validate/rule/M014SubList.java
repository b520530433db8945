package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** A PTR record at a mesh that leads to no sub-list. */
final class M014SubList implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "M014",
                Level.ERROR,
                "sub-list cycle, too deep, or dangling",
                "The members below are not in the mesh, or readers go round in circles "
                        + "until they give up.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.trees().stream()
                .flatMap(tree -> tree.faults().stream())
                .map(fault -> finding(fault.where(), fault.what(), fault.fix()));
    }
}
