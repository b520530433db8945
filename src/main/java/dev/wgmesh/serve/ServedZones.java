package dev.wgmesh.serve;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The zones served at one moment.
 *
 * @param zones deepest first, each apex once, each with its SOA
 * @param broken apexes of zones that were never read successfully
 */
record ServedZones(List<ZoneContents> zones, Set<Name> broken) {
    static final ServedZones NONE = new ServedZones(List.of(), Set.of());

    ServedZones {
        zones =
                zones.stream()
                        .sorted(
                                Comparator.comparingInt(
                                                (ZoneContents zone) -> -zone.apex().labels())
                                        .thenComparing(ZoneContents::apex))
                        .toList();
        broken = Set.copyOf(broken);
    }

    /**
     * Returns the zone that answers: the deepest zone of the name, or for DS the zone above the cut
     * (RFC 4035, section 3.1.4.1).
     */
    Optional<ZoneContents> zoneFor(Question question) {
        List<ZoneContents> holders =
                zones.stream().filter(zone -> question.owner().subdomain(zone.apex())).toList();
        boolean above =
                question.type() == Type.DS
                        && holders.size() > 1
                        && holders.getFirst().apex().equals(question.owner());
        return holders.stream().skip(above ? 1 : 0).findFirst();
    }

    /** Returns the zone with an apex. */
    Optional<ZoneContents> zone(Name apex) {
        return zones.stream().filter(zone -> zone.apex().equals(apex)).findFirst();
    }

    /** Returns whether the name is in a broken zone and in no deeper served zone. */
    boolean isBroken(Name name) {
        int served = zoneFor(new Question(name, Type.A)).map(z -> z.apex().labels()).orElse(-1);
        return broken.stream().anyMatch(apex -> name.subdomain(apex) && apex.labels() > served);
    }

    /** Returns the zone's SOA RRset; a zone without exactly one SOA is not served. */
    static Optional<RRset> soa(ZoneContents zone) {
        return zone.rrset(new Question(zone.apex(), Type.SOA))
                .filter(set -> set.records().size() == 1);
    }

    /** Returns every record type in the zone, sorted. */
    static Set<Integer> types(ZoneContents zone) {
        var types = new TreeSet<Integer>();
        zone.rrsets().keySet().forEach(question -> types.add(question.type()));
        return types;
    }
}
