package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** A member of whom there is nothing but its name. */
final class M001NoRecords implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "M001",
                Level.ERROR,
                "listed, but neither key nor address exists",
                "No other member can make a peer of it; it is a typing error, or it left "
                        + "and the list was forgotten.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.members()
                .filter(member -> member.key().isAbsent() && member.hasNoAddress())
                .map(member ->
                        finding(
                                member.entry().missing(member.wireguard(Type.TXT)),
                                member.name() + " is listed, and has neither key nor address",
                                "wg-mesh join "
                                        + member.name()
                                        + ", or remove it from "
                                        + member.list().name()));
    }
}
