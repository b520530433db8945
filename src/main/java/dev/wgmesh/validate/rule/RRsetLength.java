package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Rule;
import java.util.stream.Stream;

/** The number of records in an RRset, which software bounds in different places. */
final class RRsetLength {
    private RRsetLength() {}

    /**
     * A finding of the rule for each RRset of more than {@code above} records, up to {@code most}.
     *
     * @param who is hurt by it, as the end of a sentence: "BIND stops at 100"
     */
    static Stream<Finding> findings(Rule rule, Inspection in, int above, int most, String who) {
        return in.sets().stream()
                .filter(set -> set.records().size() > above && set.records().size() <= most)
                .map(set ->
                        rule.finding(
                                FindingLocation.of(set.records().getFirst()),
                                set.question()
                                        + " has "
                                        + set.records().size()
                                        + " records, "
                                        + who,
                                "move members to a sub-list with a pool of its own: a PTR record at"
                                        + " the mesh name, and wg-mesh init"));
    }
}
