package dev.wgmesh.plan;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import dev.wgmesh.zone.ZoneTtl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A zone as plans will leave it, for whoever decides on that. */
public final class ProjectedZone {
    private ProjectedZone() {}

    /** Returns the zone after the plans, its serial as it was; their bases are not looked at. */
    public static ZoneContents of(ZoneContents zone, Collection<ZonePlan> plans) {
        ZoneContents after = zone;
        for (ZonePlan plan : plans) {
            after = of(after, plan);
        }
        return after;
    }

    private static ZoneContents of(ZoneContents zone, ZonePlan plan) {
        Set<Question> changed =
                plan.changes().stream().map(RRsetChange::question).collect(Collectors.toSet());
        var records = new ArrayList<ZoneRecord>();
        zone.records().stream()
                .filter(record -> !changed.contains(record.question()))
                .forEach(records::add);
        for (RRsetChange change : plan.changes()) {
            Optional<Long> ttl = zone.rrset(change.question()).map(RRset::ttl);
            change.newRRset().stream()
                    .flatMap(set -> set.dnsRecords().stream())
                    .map(record -> ttl.map(kept -> ZoneTtl.withTtl(record, kept)).orElse(record))
                    .forEach(record -> records.add(ZoneRecord.of(record)));
        }
        return new ZoneContents(zone.apex(), zone.source(), records, zone.syntaxErrors());
    }
}
