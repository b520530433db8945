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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Addresses at names that are no host names. */
final class D011Underscore implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "D011",
                Level.WARNING,
                "A or AAAA at an underscore name",
                "BIND, as it comes, does not load such a zone and refuses such an update; "
                        + "other servers do not mind. An error with --server-kind bind.",
                "RFC 952; BIND 9 ARM: check-names");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        List<RRset> found = in.sets().stream().filter(D011Underscore::isUnderscored).toList();
        Level level = in.request().bind() ? Level.ERROR : about().level();
        Stream<List<RRset>> zones =
                in.zones().stream()
                        .map(zone ->
                                found.stream()
                                        .filter(set ->
                                                zoneOf(in, set).equals(Optional.of(zone.apex())))
                                        .toList());
        Stream<List<RRset>> loose =
                Stream.of(found.stream().filter(set -> zoneOf(in, set).isEmpty()).toList());
        return Stream.concat(zones, loose)
                .filter(sets -> !sets.isEmpty())
                .map(sets -> told(sets, level));
    }

    private static Optional<Name> zoneOf(Inspection in, RRset set) {
        return in.lookup().snapshot().zoneOf(set.question().owner()).map(ZoneContents::apex);
    }

    private static boolean isUnderscored(RRset set) {
        Question question = set.question();
        return (question.type() == Type.A || question.type() == Type.AAAA)
                && question.owner().toString().indexOf('_') >= 0;
    }

    /** One finding a zone: one line in the server's configuration mends them all. */
    private Finding told(List<RRset> sets, Level level) {
        FindingLocation first =
                sets.stream()
                        .map(set -> FindingLocation.of(set.records().getFirst()))
                        .sorted()
                        .findFirst()
                        .orElseThrow();
        String others =
                sets.size() == 1 ? "" : "; RRsets like it in this zone: " + (sets.size() - 1);
        return finding(
                level,
                first,
                "an address stands at " + first.owner() + ", which is no host name" + others,
                "on BIND: check-names ignore; in the zone clause");
    }
}
