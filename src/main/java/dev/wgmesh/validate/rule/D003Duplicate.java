package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneRecord;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.stream.Stream;

/** A record that is there already. */
final class D003Duplicate implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "D003",
                Level.WARNING,
                "duplicate record",
                "DNS keeps one of them; whoever edits the file later changes one and "
                        + "believes in the other.",
                "RFC 2181, section 5");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.sets().stream().filter(set -> set.records().size() > 1).flatMap(this::check);
    }

    private Stream<Finding> check(RRset set) {
        var first = new HashMap<String, ZoneRecord>();
        return set.records().stream()
                .flatMap(record -> {
                    ZoneRecord before =
                            first.putIfAbsent(
                                    HexFormat.of()
                                            .formatHex(record.record().rdataToWireCanonical()),
                                    record);
                    return before == null
                            ? Stream.empty()
                            : Stream.of(
                                    finding(
                                            FindingLocation.of(record),
                                            "the same record stands at " + before.where(),
                                            "remove this one"));
                })
                .toList()
                .stream();
    }
}
