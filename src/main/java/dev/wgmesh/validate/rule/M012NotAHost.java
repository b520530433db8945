package dev.wgmesh.validate.rule;

import dev.wgmesh.model.HostName;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListEntry;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/** An entry that names a zone or a record instead of a host. */
final class M012NotAHost implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "M012",
                Level.ERROR,
                "entry is the apex or a _wireguard name",
                "A list holds host names: _wireguard. is put before them by whoever reads, "
                        + "and at the apex the records of the zone itself would become the member's.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        Set<Name> apexes =
                in.lookup().snapshot().zones().stream()
                        .map(ZoneContents::apex)
                        .collect(Collectors.toSet());
        return in.entries()
                .flatMap(entry -> {
                    if (isWireguard(entry.text())) {
                        return Stream.of(
                                finding(
                                        entry.spot(),
                                        "\""
                                                + entry.text()
                                                + "\" is the name of a key, not of a host",
                                        host(entry)));
                    }
                    return entry
                            .host()
                            .filter(host -> apexes.contains(Question.name(host)))
                            .stream()
                            .map(host ->
                                    finding(
                                            entry.spot(),
                                            host + " is the apex of a zone",
                                            "give the machine a name below it, such as node-a."
                                                    + host));
                });
    }

    private static String host(ListEntry entry) {
        return HostName.parse(entry.text().substring(MeshOwner.WIREGUARD.length() + 1))
                .map(host -> entry.list() + ". IN TXT \"" + host + "\"")
                .orElse("list the host's name");
    }

    static boolean isWireguard(String text) {
        return text.toLowerCase(Locale.ROOT).startsWith(MeshOwner.WIREGUARD + ".");
    }
}
