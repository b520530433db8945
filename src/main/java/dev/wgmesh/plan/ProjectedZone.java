package dev.wgmesh.plan;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import org.xbill.DNS.Record;

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
        var wanted = new LinkedHashMap<Question, List<Record>>();
        plan.changes()
                .forEach(change ->
                        wanted.put(
                                change.question(),
                                change.newRRset().map(RRset::dnsRecords).orElse(List.of())));
        return zone.with(wanted);
    }
}
