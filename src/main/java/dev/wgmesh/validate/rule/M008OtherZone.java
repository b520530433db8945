package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.Question;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** A member in a zone that was not given. */
final class M008OtherZone implements Rule {
    private static final String FIX = "give its zone too, or read it from DNS by --resolver HOST";

    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "M008",
                Level.NOTICE,
                "member in a zone that was not given",
                "Its records were not read, so nothing is said of its key and addresses.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return Stream.concat(members(in), subLists(in));
    }

    private Stream<Finding> members(Inspection in) {
        return in.members()
                .filter(member -> isElsewhere(in, MeshOwner.wireguard(member.name())))
                .map(member ->
                        finding(
                                member.entry().spot(),
                                member.name()
                                        + " lives in a zone that was not given:"
                                        + " not judged",
                                FIX));
    }

    private Stream<Finding> subLists(Inspection in) {
        return in.lists()
                .filter(list -> isElsewhere(in, Question.name(list.name())))
                .flatMap(list ->
                        list.pointer().stream()
                                .map(record ->
                                        finding(
                                                FindingLocation.of(record),
                                                "the sub-list "
                                                        + list.name()
                                                        + " lives in a zone that"
                                                        + " was not given:"
                                                        + " not judged",
                                                FIX)));
    }

    /** Whether no zone speaks for the name, and no server was asked for it. */
    private static boolean isElsewhere(Inspection in, Name owner) {
        return !in.lookup().isGiven(owner)
                && IntStream.of(Type.TXT, Type.A, Type.AAAA)
                        .noneMatch(type -> in.lookup().wasAsked(new Question(owner, type)));
    }
}
