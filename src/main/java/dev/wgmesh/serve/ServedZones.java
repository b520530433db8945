package dev.wgmesh.serve;

import dev.wgmesh.zone.Question;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The zones served at one moment.
 *
 * @param zones deepest first, each apex once, each with its SOA
 * @param broken apexes of zones that were never read successfully
 */
record ServedZones(List<ServedZone> zones, Set<Name> broken) {
    static final ServedZones NONE = new ServedZones(List.of(), Set.of());

    ServedZones {
        zones = zones.stream().sorted(ServedZone.DEEPEST_FIRST).toList();
        broken = Set.copyOf(broken);
    }

    /**
     * Returns the zone that answers: the deepest zone of the name, or for DS the zone above the cut
     * (RFC 4035, section 3.1.4.1).
     */
    Optional<ServedZone> zoneFor(Question question) {
        List<ServedZone> holders =
                zones.stream().filter(zone -> question.owner().subdomain(zone.apex())).toList();
        boolean above =
                question.type() == Type.DS
                        && holders.size() > 1
                        && holders.getFirst().apex().equals(question.owner());
        return holders.stream().skip(above ? 1 : 0).findFirst();
    }

    /** Returns the zone with an apex. */
    Optional<ServedZone> zone(Name apex) {
        return zones.stream().filter(zone -> zone.apex().equals(apex)).findFirst();
    }

    /** Returns the same with one zone as it is now. */
    ServedZones with(ServedZone now) {
        return new ServedZones(
                Stream.concat(
                                zones.stream().filter(old -> !old.apex().equals(now.apex())),
                                Stream.of(now))
                        .toList(),
                broken);
    }

    /** Returns whether the name is in a broken zone and in no deeper served zone. */
    boolean isBroken(Name name) {
        int served = zoneFor(new Question(name, Type.A)).map(z -> z.apex().labels()).orElse(-1);
        return broken.stream().anyMatch(apex -> name.subdomain(apex) && apex.labels() > served);
    }
}
