package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** A member without its public key. */
final class M002NoKey implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "M002",
                Level.ERROR,
                "listed without key",
                "WireGuard knows a peer by its key: no other member can make a peer of it.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.members()
                .filter(member -> member.key().isAbsent() && member.hasAddress())
                .map(member ->
                        finding(
                                member.entry().missing(member.wireguard(Type.TXT)),
                                member.name() + " is listed without a key",
                                member.wireguard(Type.TXT).owner()
                                        + " IN TXT \"KEY\", where KEY is what wg pubkey prints on "
                                        + member.name()));
    }
}
