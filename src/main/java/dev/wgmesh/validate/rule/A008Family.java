package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListedMember;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** A member without the family that most have. */
final class A008Family implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "A008",
                Level.NOTICE,
                "one family missing where most have both",
                "Members that talk to each other in that family leave this one out.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.trees().stream().flatMap(this::check);
    }

    private Stream<Finding> check(MeshTree tree) {
        List<ListedMember> read =
                tree.members().values().stream()
                        .filter(m -> !m.v4().isFailed() && !m.v6().isFailed() && m.hasAddress())
                        .toList();
        long both =
                read.stream()
                        .filter(m -> m.v4().found().isPresent() && m.v6().found().isPresent())
                        .count();
        return 2 * both <= read.size() ? Stream.empty() : read.stream().flatMap(this::lacking);
    }

    private Stream<Finding> lacking(ListedMember member) {
        if (member.v4().isAbsent()) {
            return Stream.of(
                    finding(
                            member.entry().missing(member.wireguard(Type.A)),
                            member.name() + " has no IPv4 mesh address, most members have",
                            "give it one: wg-mesh allocate " + member.list().name()));
        }
        return member.v6().isAbsent()
                ? Stream.of(
                        finding(
                                member.entry().missing(member.wireguard(Type.AAAA)),
                                member.name() + " has no IPv6 mesh address, most members have",
                                "give it one: wg-mesh allocate " + member.list().name()))
                : Stream.empty();
    }
}
