package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** A record that is not of this zone. */
final class D013OutOfZone implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "D013",
                Level.ERROR,
                "out of zone",
                "The server drops it: what it says is nowhere to be found. Often a trailing "
                        + "dot too many, or a wrong $ORIGIN.",
                "RFC 1035, section 5.2");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.zones().stream()
                .flatMap(zone ->
                        zone.records().stream()
                                .filter(record -> !record.owner().subdomain(zone.apex()))
                                .map(record ->
                                        finding(
                                                FindingLocation.of(record),
                                                record.owner().toString(true)
                                                        + " is not in "
                                                        + zone.apex().toString(true),
                                                "move it to the zone it belongs to, or mend its name")));
    }
}
