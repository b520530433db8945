package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.About;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.Spot;
import dev.wgmesh.zone.SyntaxFinding;
import dev.wgmesh.zone.ZoneContents;
import java.util.Optional;
import java.util.stream.Stream;

/** A character-string that is too long. */
final class D004LongString implements Rule {
    @Override
    public About about() {
        return new About(
                "D004",
                Level.ERROR,
                "TXT string over 255 octets",
                "One string of a TXT record holds 255 octets: servers refuse the zone. "
                        + "Longer text goes into several strings.",
                "RFC 1035, section 3.3");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.zones().stream().flatMap(this::check);
    }

    private Stream<Finding> check(ZoneContents zone) {
        return zone.findings().stream()
                .filter(D004LongString::isLong)
                .map(found ->
                        finding(
                                Spot.of(zone.apex()).at(Optional.of(found.place())),
                                found.what(),
                                "split it: \"the first part\" \"the rest\""));
    }

    /** Whether the reader stopped at a string that is too long; such a line is not Z001's. */
    static boolean isLong(SyntaxFinding found) {
        return found.what().endsWith("octets, more than 255");
    }
}
