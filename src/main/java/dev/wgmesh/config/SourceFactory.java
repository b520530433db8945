package dev.wgmesh.config;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.LayeredSource;
import dev.wgmesh.dns.NameServer;
import dev.wgmesh.dns.Resolvers;
import dev.wgmesh.dns.ZoneFolder;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.plan.Location;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TracedAnswer;
import dev.wgmesh.zone.ZoneContents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.xbill.DNS.Name;

/** Joins the locations of a command into one source. */
final class SourceFactory {
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    private final LocationResolver locations;
    private final ProviderCache open;
    private final DriverContext drivers;
    private final LocationNotices notices;
    private final DnssecSettings dnssec;

    SourceFactory(
            LocationResolver locations,
            ProviderCache open,
            DriverContext drivers,
            LocationNotices notices,
            DnssecSettings dnssec) {
        this.dnssec = dnssec;
        this.locations = locations;
        this.open = open;
        this.drivers = drivers;
        this.notices = notices;
    }

    /** Returns a source that asks resolvers only. */
    static Resolvers resolver(Location location, DriverContext drivers, DnssecSettings dnssec) {
        List<NameServer> servers;
        if (location instanceof Location.Resolver(List<String> texts)) {
            servers =
                    texts.stream()
                            .flatMap(text -> NameServer.all(text).stream())
                            .distinct()
                            .toList();
            servers.forEach(server -> drivers.contacts().add(server, ContactAddress.Use.RESOLVER));
        } else {
            servers = systemResolvers();
        }
        return Resolvers.of(servers, drivers.randomness(), drivers.clock(), dnssec.settings());
    }

    /** Returns the resolvers of this machine. */
    static List<NameServer> systemResolvers() {
        return Resolvers.systemServers(RESOLV_CONF);
    }

    /**
     * Returns a source of every name, each read at its location; zone files are read now.
     *
     * @param budget of all that is asked of it
     */
    DnsSource create(ReadingBudget budget) {
        var known = new ArrayList<ZoneContents>();
        var names = new LinkedHashSet<String>();
        var hosts = new TreeMap<Name, ZoneCatalog.ZoneHost>();
        locations
                .settings()
                .zones()
                .forEach((apex, place) -> {
                    if (place instanceof Location.Folder folder) {
                        known.add(zone(folder, apex));
                        names.add(folder.folder().toString());
                    } else {
                        dnssec.requireAuthentic(place);
                        hosts.put(apex, name -> open.findProvider(place, name));
                        names.add(place.toString());
                    }
                });
        return defaultSource(known, names, hosts, budget);
    }

    /** Returns a source of those zones and all other names. */
    private DnsSource defaultSource(
            List<ZoneContents> known,
            Set<String> names,
            Map<Name, ZoneCatalog.ZoneHost> hosts,
            ReadingBudget budget) {
        var folders = new ArrayList<ZoneFolder>();
        var remote = new ArrayList<Location>();
        Optional<DnsSource> resolver = Optional.empty();
        for (Location location : locations.defaultLocations()) {
            switch (location) {
                case Location.Folder(Path path, _) -> {
                    notices.use(location.toString());
                    folders.add(open.folder(path, List.of()));
                }
                case Location.Host _, Location.Transfer _ -> {
                    dnssec.requireAuthentic(location);
                    remote.add(location);
                }
                case Location.Resolver _, Location.SystemResolver _ ->
                        resolver =
                                Optional.of(
                                        withNotice(
                                                location,
                                                resolver(location, drivers, dnssec),
                                                budget));
            }
        }
        if (!remote.isEmpty()) {
            hosts.put(Name.root, name -> findZoneFor(remote, name));
        }
        if (hosts.isEmpty() && known.isEmpty() && resolver.isEmpty()) {
            return folders.getFirst();
        }
        folders.forEach(folder -> {
            known.addAll(folder.snapshot().zones());
            names.add(folder.description());
        });
        remote.forEach(location -> names.add(location.toString()));
        DnsSource others =
                resolver.orElseGet(
                        () -> new UnknownZoneSource(List.copyOf(names), !remote.isEmpty()));
        if (hosts.isEmpty()) {
            return known.isEmpty()
                    ? others
                    : new LayeredSource(known, String.join(", ", names), others);
        }
        String description = String.join(", ", names);
        return new HostedZoneSource(
                known,
                hosts,
                others,
                resolver.map(r -> description + ", then " + r.description()).orElse(description),
                budget);
    }

    /** Returns the source, which notes its location at the first question. */
    private DnsSource withNotice(Location location, Resolvers source, ReadingBudget budget) {
        return new DnsSource() {
            @Override
            public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
                if (!questions.isEmpty()) {
                    notices.use(dnssec.described(location));
                }
                return source.query(questions, budget);
            }

            @Override
            public Map<Question, TracedAnswer> trace(Collection<Question> questions) {
                if (!questions.isEmpty()) {
                    notices.use(dnssec.described(location));
                }
                return source.trace(questions, budget);
            }

            @Override
            public boolean honoursTtl() {
                return source.honoursTtl();
            }

            @Override
            public String description() {
                return source.description();
            }
        };
    }

    private Optional<ZoneProvider> findZoneFor(List<Location> places, Name name) {
        for (Location place : places) {
            Optional<ZoneProvider> zone = open.findProvider(place, name);
            if (zone.isPresent()) {
                return zone;
            }
        }
        return Optional.empty();
    }

    private ZoneContents zone(Location.Folder folder, Name apex) {
        notices.use(folder.toString());
        return open.folder(folder.folder(), List.of(apex)).snapshot().zones().stream()
                .filter(zone -> zone.apex().equals(apex))
                .findFirst()
                .orElseThrow(() -> ProviderCache.zoneMissing(folder, apex));
    }

    /**
     * A name that none of the places has is Failed.
     *
     * @param remote whether a server is among them, which may hide a zone from who has no key
     */
    private record UnknownZoneSource(List<String> locations, boolean remote) implements DnsSource {
        @Override
        public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
            var answers = new TreeMap<Question, DnsAnswer<RRset>>();
            for (Question question : questions) {
                String what = "its zone is not in " + description();
                answers.put(
                        question,
                        new DnsAnswer.Failed<>(
                                new Problem(
                                        question.toString(),
                                        remote ? what + ", or hidden there" : what,
                                        remote
                                                ? "give a resolver (--resolver HOST), or for"
                                                        + " a hidden zone its key"
                                                        + " (--tsig-key-file FILE)"
                                                : "give its folder (--zones DIR), or a"
                                                        + " resolver (--resolver HOST)")));
            }
            return answers;
        }

        @Override
        public String description() {
            return String.join(", ", locations);
        }
    }
}
