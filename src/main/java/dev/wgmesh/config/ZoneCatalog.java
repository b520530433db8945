package dev.wgmesh.config;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.AncestorNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;

/** The zones of a source: those known from the start, and those that hosts were found to have. */
final class ZoneCatalog {
    /** A place that hosts zones. */
    interface ZoneHost {
        /**
         * Returns the zone of the place that holds the name; empty: it has no such zone.
         *
         * @throws Failure where the place cannot be asked
         */
        Optional<ZoneProvider> findZoneFor(Name name);
    }

    private final Map<Name, PartialZone> zones = new HashMap<>();
    private final Map<Name, ZoneHost> hosts;
    private final int deepestHost;
    private int deepestZone;
    private final ReadingBudget budget;
    private final Set<Name> nowhere = new HashSet<>();
    private final Map<Name, Problem> troubles = new HashMap<>();

    /**
     * Creates a catalog of whole zones, and places that host more.
     *
     * @param hosts by the domain of each
     * @param budget of all that is read from them
     */
    ZoneCatalog(Collection<ZoneContents> known, Map<Name, ZoneHost> hosts, ReadingBudget budget) {
        this.budget = budget;
        known.forEach(zone -> add(zone.apex(), PartialZone.ofComplete(zone)));
        this.hosts = Map.copyOf(hosts);
        this.deepestHost = hosts.keySet().stream().mapToInt(Name::labels).max().orElse(0);
    }

    private void add(Name apex, PartialZone zone) {
        zones.put(apex, zone);
        deepestZone = Math.max(deepestZone, apex.labels());
    }

    /** Returns whether the place that hosts the zone above a cut hosts the one below, too. */
    boolean hasChildZone(Name cut, Name above, Question asked) {
        boolean found =
                host(cut)
                        .flatMap(host -> discover(host, cut, asked))
                        .filter(zone -> zone.apex().labels() > above.labels())
                        .isPresent();
        if (!found) {
            nowhere.add(cut);
        }
        return found;
    }

    /**
     * Returns the zone that holds the name, found and begun to be read where it is asked about
     * first.
     */
    Optional<PartialZone> findZoneFor(Name name, Question asked) {
        return foundZoneFor(name)
                .or(() -> host(name).flatMap(domain -> discover(domain, name, asked)));
    }

    /** Returns the zone that holds the name where it was found before, without asking a host. */
    Optional<PartialZone> foundZoneFor(Name name) {
        Optional<Name> zone = AncestorNames.nearest(zones.keySet(), deepestZone, name);
        return zone.isPresent() && !hasHostBelow(zone.get(), name)
                ? Optional.ofNullable(zones.get(zone.get()))
                : Optional.empty();
    }

    /** Returns whether a place hosts a domain between the zone and the name. */
    private boolean hasHostBelow(Name apex, Name name) {
        return apex.labels() < deepestHost
                && host(name).filter(domain -> domain.labels() > apex.labels()).isPresent();
    }

    private Optional<Name> host(Name name) {
        return AncestorNames.nearest(hosts.keySet(), deepestHost, name);
    }

    /** Returns the zone that the host of the domain has for the name. */
    private Optional<PartialZone> discover(Name domain, Name name, Question asked) {
        if (nowhere.contains(name)) {
            return Optional.empty();
        }
        Name around = parentDomain(name);
        Optional<Problem> trouble = Optional.ofNullable(troubles.get(around));
        if (trouble.isPresent()) {
            throw new Failure(Failure.Kind.UNREADABLE, List.of(trouble.get()));
        }
        try {
            Optional<ZoneProvider> provider =
                    Optional.ofNullable(hosts.get(domain)).flatMap(host -> host.findZoneFor(name));
            if (provider.isEmpty()) {
                nowhere.add(name);
                return Optional.empty();
            }
            var zone = PartialZone.of(provider.get(), asked, budget);
            Name apex = zone.apex();
            Name speaksFor = apex.labels() < domain.labels() ? domain : apex;
            if (!zones.containsKey(speaksFor)) {
                add(speaksFor, zone);
            }
            return Optional.ofNullable(zones.get(speaksFor));
        } catch (Failure failure) {
            boolean ofOneQuestion =
                    failure.problems().stream().anyMatch(p -> p.where().equals(asked.toString()));
            if (!ofOneQuestion) {
                troubles.put(around, failure.problems().getFirst());
            }
            throw failure;
        }
    }

    /**
     * Returns the domain of a host, whichever of its records is asked: what fails there fails once.
     */
    private static Name parentDomain(Name name) {
        Name host = name;
        while (host.labels() > 1 && host.getLabelString(0).startsWith("_")) {
            host = new Name(host, 1);
        }
        return host.labels() > 1 ? new Name(host, 1) : host;
    }
}
