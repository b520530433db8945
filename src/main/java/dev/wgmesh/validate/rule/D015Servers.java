package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** A zone without name servers. */
final class D015Servers implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "D015",
                Level.ERROR,
                "no NS at the apex",
                "Nobody can be led to the zone, and servers refuse it; with one server "
                        + "alone the mesh stands still while that one is down.",
                "RFC 1035, section 5.2; RFC 2182, section 5");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.zones().stream().flatMap(this::check);
    }

    private Stream<Finding> check(ZoneContents zone) {
        Optional<RRset> servers = zone.set(new Question(zone.apex(), Type.NS));
        String fix = zone.apex() + " IN NS ns2." + zone.apex();
        if (servers.isEmpty()) {
            return zone.findings().isEmpty()
                    ? Stream.of(
                            finding(
                                    FindingLocation.of(new Question(zone.apex(), Type.NS)),
                                    zone.source()
                                            + " has no NS record at "
                                            + zone.apex().toString(true),
                                    fix.replace("ns2.", "ns1.")))
                    : Stream.empty();
        }
        return servers.get().bare().stream().distinct().count() == 1
                ? Stream.of(
                        finding(
                                Level.WARNING,
                                FindingLocation.of(servers.get().records().getFirst()),
                                "there is one name server only",
                                fix))
                : Stream.empty();
    }
}
