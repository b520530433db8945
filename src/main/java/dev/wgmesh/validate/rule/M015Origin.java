package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListedMember;
import dev.wgmesh.validate.RecordTexts;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** A member that the brief's first implementation could not read. */
final class M015Origin implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "M015",
                Level.NOTICE,
                "the first implementation could not read this",
                "It looks for A records and for one TXT record that holds the key and "
                        + "nothing else; an error with --compat origin.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        Level level = in.request().origin() ? Level.ERROR : about().level();
        return in.members()
                .flatMap(member -> Stream.concat(noA(member, level), texts(member, level)));
    }

    private Stream<Finding> noA(ListedMember member, Level level) {
        return member.v4().isAbsent() && member.v6().found().isPresent()
                ? Stream.of(
                        finding(
                                level,
                                member.entry().missing(member.wireguard(Type.A)),
                                member.name() + " has no A record, only AAAA",
                                "give it an IPv4 address too"))
                : Stream.empty();
    }

    private Stream<Finding> texts(ListedMember member, Level level) {
        var records = RecordTexts.records(member.key()).toList();
        if (records.size() > 1) {
            return Stream.of(
                    finding(
                            level,
                            FindingLocation.of(records.getFirst()).member(member.name()),
                            "there are " + records.size() + " TXT records",
                            "keep the one with the key"));
        }
        return records.stream()
                .filter(record ->
                        RecordTexts.of(record).strip().length() > 44
                                || !RecordTexts.of(record).equals(RecordTexts.of(record).strip()))
                .map(record ->
                        finding(
                                level,
                                FindingLocation.of(record).member(member.name()),
                                "there is more than a key in the TXT record",
                                "keep the 44 characters of the key"));
    }
}
