package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.SnapshotLookup;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** A zone without its one SOA record. */
final class D014Soa implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "D014",
                Level.ERROR,
                "not exactly one SOA",
                "The SOA record makes the zone: without one, or with two, no server loads " + "it.",
                "RFC 1035, section 5.2");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.zones().stream().flatMap(zone -> Stream.concat(apex(zone), below(zone)));
    }

    private Stream<Finding> apex(ZoneContents zone) {
        List<ZoneRecord> records =
                zone.set(new Question(zone.apex(), Type.SOA)).map(SnapshotLookup::inPlace).stream()
                        .flatMap(set -> set.records().stream())
                        .toList();
        if (records.isEmpty()) {
            return zone.findings().isEmpty()
                    ? Stream.of(
                            finding(
                                    FindingLocation.of(new Question(zone.apex(), Type.SOA)),
                                    zone.source()
                                            + " has no SOA record at "
                                            + zone.apex().toString(true),
                                    zone.apex() + " IN SOA ns1 hostmaster 1 3600 900 604800 60"))
                    : Stream.empty();
        }
        return records.stream()
                .filter(record -> !record.record().equals(records.getFirst().record()))
                .limit(1)
                .map(record ->
                        finding(
                                FindingLocation.of(record),
                                "there is another SOA record at " + records.getFirst().where(),
                                "keep one"));
    }

    private Stream<Finding> below(ZoneContents zone) {
        return zone.records().stream()
                .filter(record ->
                        record.record().getType() == Type.SOA
                                && !record.owner().equals(zone.apex()))
                .map(record ->
                        finding(
                                FindingLocation.of(record),
                                "an SOA record stands at "
                                        + record.owner().toString(true)
                                        + ", which is not the apex",
                                "move that zone to a file of its own"));
    }
}
