package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.zone.ZoneContents;
import java.util.Optional;
import java.util.stream.Stream;

/** An $INCLUDE that leads nowhere, or out of the folder. */
final class Z002Include implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "Z002",
                Level.ERROR,
                "$INCLUDE is missing or outside the folder",
                "What the file holds is not in the zone, and a file from elsewhere may be "
                        + "anybody's.",
                "RFC 1035, section 5.1");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.zones().stream().flatMap(this::check);
    }

    private Stream<Finding> check(ZoneContents zone) {
        return zone.findings().stream()
                .filter(found -> found.include())
                .map(found ->
                        finding(
                                FindingLocation.of(zone.apex()).at(Optional.of(found.place())),
                                found.what(),
                                found.fix()));
    }
}
