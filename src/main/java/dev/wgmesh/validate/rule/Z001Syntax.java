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

/** A line of a zone file that cannot be read. */
final class Z001Syntax implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "Z001",
                Level.ERROR,
                "a line cannot be read",
                "A name server refuses the whole zone, and goes on serving the old one or "
                        + "none.",
                "RFC 1035, section 5");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.zones().stream().flatMap(this::check);
    }

    private Stream<Finding> check(ZoneContents zone) {
        return zone.findings().stream()
                .filter(found -> !found.include() && !D004LongString.isLong(found))
                .map(found ->
                        finding(
                                FindingLocation.of(zone.apex()).at(Optional.of(found.place())),
                                found.what(),
                                found.fix()));
    }
}
