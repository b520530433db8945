package dev.wgmesh.validate.rule;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListedMember;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** A member without a mesh address. */
final class M003NoAddress implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "M003",
                Level.ERROR,
                "listed without address",
                "A peer without an allowed IP is sent nothing, and nothing that it sends is "
                        + "taken.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.trees().stream().flatMap(this::check);
    }

    private Stream<Finding> check(MeshTree tree) {
        var free = new FreeAddresses(tree);
        return tree.members().values().stream()
                .filter(member -> member.key().found().isPresent() && member.hasNoAddress())
                .map(member ->
                        finding(
                                member.entry().missing(member.wireguard(Type.A)),
                                member.name() + " is listed without an address",
                                fix(member, free.next(member.list()))));
    }

    private static String fix(ListedMember member, Optional<IpAddress> address) {
        return address.map(ip ->
                        member.wireguard(Type.A).owner()
                                + " IN "
                                + (ip.family() == Family.V4 ? "A " : "AAAA ")
                                + ip)
                .orElse("give it one: wg-mesh set " + member.name() + " --ip ADDRESS");
    }
}
