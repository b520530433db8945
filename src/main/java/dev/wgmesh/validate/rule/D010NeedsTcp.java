package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** An answer too large for UDP. */
final class D010NeedsTcp implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "D010",
                Level.NOTICE,
                "answer over 1,232 octets: needs TCP",
                "Resolvers ask again by TCP: it costs a round trip more, and a firewall "
                        + "that passes only UDP 53 cuts the member off.",
                "RFC 7766; DNS flag day 2020");
    }

    private static final long MOST = 1232;

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.sets().stream()
                .filter(set -> in.owners().contains(set.question().owner()))
                .filter(set -> AnswerSize.of(set) > MOST)
                .map(set ->
                        finding(
                                FindingLocation.of(set.records().getFirst()),
                                "an answer with "
                                        + set.question()
                                        + " has "
                                        + AnswerSize.of(set)
                                        + " octets, UDP carries 1,232",
                                "let TCP port 53 through, or use sub-lists"));
    }
}
