package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** An RRset that fits in no message. */
final class D009TooLarge implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "D009",
                Level.ERROR,
                "RRset over 65,535 octets",
                "A DNS message has 65,535 octets at the most, TCP or not: nobody can ask "
                        + "for it.",
                "RFC 1035, section 4.2.2");
    }

    private static final long MOST = 65_535;

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.sets().stream()
                .filter(set -> AnswerSize.of(set) > MOST)
                .map(set ->
                        finding(
                                FindingLocation.of(set.records().getFirst()),
                                "an answer with "
                                        + set.question()
                                        + " has "
                                        + AnswerSize.of(set)
                                        + " octets, a message at most 65,535",
                                "move members to a sub-list with a pool of its own: a PTR record at the mesh name, and wg-mesh init"));
    }
}
