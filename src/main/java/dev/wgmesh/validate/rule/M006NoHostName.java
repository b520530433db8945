package dev.wgmesh.validate.rule;

import dev.wgmesh.model.HostName;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** An entry that no host can have. */
final class M006NoHostName implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "M006",
                Level.ERROR,
                "entry is no host name",
                "Readers skip the entry: whoever was meant is not in the mesh.",
                "RFC 1123, section 2.1; RFC 1035, section 2.3.4");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.entries()
                .filter(entry -> entry.host().isEmpty() && !M012NotAHost.isWireguard(entry.text()))
                .filter(entry -> !M011NoDot.isShort(entry))
                .map(entry ->
                        finding(
                                entry.spot(),
                                "\""
                                        + entry.text()
                                        + "\" is no host name"
                                        + (HostName.parse(entry.text()).isPresent()
                                                ? " that leaves room for _wireguard. before it"
                                                : ""),
                                "write one: labels of a-z, 0-9 and hyphen, such as node-a."
                                        + entry.list().domain()));
    }
}
