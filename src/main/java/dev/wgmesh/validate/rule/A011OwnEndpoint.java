package dev.wgmesh.validate.rule;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListedMember;
import dev.wgmesh.validate.RecordTexts;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.zone.RRset;
import java.util.stream.Stream;

/** A member whose only address is its own endpoint. */
final class A011OwnEndpoint implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "A011",
                Level.ERROR,
                "a member's only mesh address of a family is its own endpoint",
                "An endpoint never goes into its own tunnel, so the member has no address "
                        + "inside it: others cannot be reached from it.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.members()
                .flatMap(member ->
                        Stream.of(member.v4(), member.v6())
                                .flatMap(answer -> check(member, answer)));
    }

    private Stream<Finding> check(ListedMember member, DnsAnswer<RRset> answer) {
        return RecordTexts.records(answer)
                        .anyMatch(r -> !member.endpointAddresses().contains(RecordTexts.address(r)))
                ? Stream.empty()
                : RecordTexts.records(answer)
                        .limit(1)
                        .map(record ->
                                finding(
                                        FindingLocation.of(record).member(member.name()),
                                        "the only mesh address "
                                                + RecordTexts.address(record)
                                                + " of "
                                                + member.name()
                                                + " is its own endpoint",
                                        "give it one of the pool: wg-mesh allocate "
                                                + member.list().name()));
    }
}
