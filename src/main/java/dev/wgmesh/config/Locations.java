package dev.wgmesh.config;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.DnssecLog;
import dev.wgmesh.dns.NameServer;
import dev.wgmesh.dns.ZoneFolder;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.tsig.TsigKey;
import dev.wgmesh.zone.ZoneContents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.xbill.DNS.Name;

/** The locations where a command reads and writes records; notes each location once. */
public final class Locations {
    private final ConfigContext here;
    private final SettingsCache file;
    private final LocationResolver locations;
    private final LocationNotices notices;
    private final ProviderCache open;
    private final SourceFactory sources;
    private final DnssecSettings dnssec;
    private final SavedHosts saved;
    private Optional<HostedZoneSource> wholes = Optional.empty();
    private Optional<ReadingBudget> shared = Optional.empty();

    private Locations(SourceFlags flags, ConfigContext here, int primaryPort) {
        DriverContext drivers = here.drivers();
        this.here = here;
        this.file = new SettingsCache(here);
        this.locations = LocationResolver.of(flags, here, file);
        this.notices = new LocationNotices(here.listener());
        this.dnssec = new DnssecSettings(locations.flags().dnssec(), here.directory(), file);
        var search =
                new PrimarySearch(
                        () -> SourceFactory.resolver(locations.resolver(), drivers, dnssec),
                        primaryPort);
        this.open = new ProviderCache(drivers, notices, search, locations.flags().awaitVisible());
        this.saved = new SavedHosts(locations, open);
        this.sources = new SourceFactory(locations, open, drivers, notices, dnssec);
    }

    /**
     * Returns the locations of a command with these flags.
     *
     * @throws Failure where a wg-mesh.toml cannot be used, or has no zone that a flag applies to
     */
    public static Locations of(SourceFlags flags, ConfigContext here) {
        return of(flags, here, NameServer.PORT);
    }

    /** Does the same where the primaries that SOAs name listen at that port. */
    static Locations of(SourceFlags flags, ConfigContext here, int primaryPort) {
        return new Locations(flags, here, primaryPort);
    }

    /**
     * Returns a source of every name, each read at its location. Zone files are read now, other
     * zones at the first question; call again to read everything again.
     *
     * @throws Failure where a folder of zone files cannot be read
     */
    public DnsSource source() {
        return source(budget());
    }

    /**
     * Returns a source as {@link #source()} does, as a part of a larger reading.
     *
     * @param budget of all that is read
     * @throws Failure as {@link #source()} does
     */
    public DnsSource source(ReadingBudget budget) {
        return sources.create(budget);
    }

    /**
     * Returns a source as {@link #source()} does, for the reading that {@link #completeZone} began:
     * both share its time and its memory.
     *
     * @throws Failure as {@link #source()} does
     */
    public DnsSource sharedSource() {
        return source(shared());
    }

    private ReadingBudget shared() {
        ReadingBudget budget = shared.orElseGet(this::budget);
        shared = Optional.of(budget);
        return budget;
    }

    /** Returns a new budget of a reading. */
    public ReadingBudget budget() {
        return ReadingBudget.of(here.drivers().clock());
    }

    /** Returns the results of the validation of all answers so far. */
    public DnssecLog dnssecLog() {
        return dnssec.log();
    }

    /**
     * Returns the folder of zone files that holds the name, read now, with a file of the name's own
     * without ending; empty where the name has another location.
     */
    public Optional<ZoneFolder> zoneFolder(Name name) {
        if (!(locations.locationOf(name) instanceof Location.Folder folder)) {
            return Optional.empty();
        }
        notices.use(folder.toString());
        return Optional.of(open.folder(folder.folder(), List.of(name)));
    }

    /**
     * Returns every folder of zone files, each read now.
     *
     * @throws Failure where a folder cannot be read
     */
    public List<ZoneFolder> zoneFolders() {
        var folders = new ArrayList<ZoneFolder>();
        for (Path folder : locations.folders()) {
            notices.use(new Location.Folder(folder).toString());
            folders.add(open.folder(folder, List.of()));
        }
        return folders;
    }

    /**
     * Returns the names in the folders of zone files, and the mesh of wg-mesh.toml.
     *
     * @throws Failure where a folder or a wg-mesh.toml cannot be read
     */
    public LocalNames localNames() {
        var zones = new ArrayList<ZoneContents>();
        for (Path folder : locations.folders()) {
            zones.addAll(open.folder(folder, List.of()).snapshot().zones());
        }
        return LocalNames.in(zones, file.get().mesh());
    }

    /** Returns the zones that wg-mesh.toml places elsewhere than in a folder. */
    public List<Name> remoteZones() {
        Map<Name, Location.Host> zones = locations.settings().zones();
        return zones.keySet().stream()
                .filter(zone -> !(zones.get(zone) instanceof Location.Folder))
                .toList();
    }

    /**
     * Returns the addresses of the servers that were contacted, and of those that flags and
     * wg-mesh.toml name by address. Sorted.
     */
    public List<ContactAddress> contacts() {
        var contacts = new TreeSet<>(here.drivers().contacts().contacts());
        locations.all().flatMap(ContactLog::configured).forEach(contacts::add);
        return List.copyOf(contacts);
    }

    /**
     * Returns the TSIG keys of the DNS servers that zones are read from, each once.
     *
     * @throws Failure INPUT where no zone is read from a server that is known as its primary, or
     *     where a key file cannot be read
     */
    public List<TsigKey> primaryKeys() {
        List<TsigSettings> primaries = locations.primaries();
        if (primaries.isEmpty()) {
            throw Failure.input(
                    "--listen-notify",
                    "no DNS server is named whose messages would count",
                    "name the primary: --server HOST, --axfr HOST, or server in wg-mesh.toml");
        }
        return primaries.stream().flatMap(it -> open.key(it).stream()).toList();
    }

    /** Returns the first location of names in no zone of wg-mesh.toml. */
    public Location defaultLocation() {
        return locations.defaultLocations().getFirst();
    }

    /**
     * Returns the whole zone that holds the name, from a server that allows transfers or from
     * Route53. Empty where the location gives only answers, or is a folder. A zone is read once for
     * all calls.
     *
     * @throws Failure UNREADABLE where the location cannot be reached
     */
    public Optional<ZoneContents> completeZone(Name name) {
        if (wholes.isEmpty() && source(shared()) instanceof HostedZoneSource hosted) {
            wholes = Optional.of(hosted);
        }
        return wholes.flatMap(hosted -> hosted.completeZone(name));
    }

    /**
     * Returns where records of that owner name are written; the same provider each time.
     *
     * @throws Failure UNREADABLE where the location does not hold the zone or cannot be reached
     */
    public WriteTarget writeTarget(Name name) {
        Optional<Location.Host> place = locations.writeLocation(name);
        if (place.isPresent()) {
            return new WriteTarget.Provider(open.provider(place.get(), name));
        }
        return locations.printsRecords()
                ? new WriteTarget.Stdout()
                : new WriteTarget.Unknown(unknownLocation(name));
    }

    /** Returns the hosts of zones as plans and receipts name them. */
    public SavedHosts savedHosts() {
        return saved;
    }

    /**
     * Returns the configuration in effect and where it comes from.
     *
     * @throws Failure where the wg-mesh.toml cannot be used
     */
    public EffectiveConfig effectiveConfig() {
        boolean flagsSpeak = locations.flags().nameLocation();
        return new EffectiveConfig(
                SettingsFile.lookups(here, flagsSpeak),
                file.get().mesh(),
                locations.settings().zones(),
                locations.defaultLocations(),
                LocationResolver.zonesFolder(locations.flags(), here),
                SourceFactory.systemResolvers(),
                dnssec.choice(),
                file.get().lock());
    }

    /**
     * Returns the mesh of a command: the mesh given, else that of wg-mesh.toml, else the only mesh
     * in the local zones.
     *
     * @throws Failure INPUT where the zones have no mesh or several, which the message lists
     */
    public MeshName mesh(Optional<MeshName> given) {
        return given.or(() -> file.get().mesh()).orElseGet(this::onlyMesh);
    }

    private MeshName onlyMesh() {
        var zones = new ArrayList<ZoneContents>();
        for (Path path : locations.folders()) {
            zones.addAll(open.folder(path, List.of()).snapshot().zones());
        }
        locations
                .settings()
                .zones()
                .forEach((apex, place) -> {
                    if (!(place instanceof Location.Folder)) {
                        zones.add(
                                open.provider(place, apex)
                                        .read(DefaultMesh.questions(apex))
                                        .zone());
                    }
                });
        return DefaultMesh.onlyMesh(zones, locations.defaultLocations());
    }

    /**
     * Returns the mesh that a host belongs to by default: {@code _p2p.} of the nearest domain above
     * where that mesh exists, not above the zone's apex.
     *
     * @throws Failure INPUT where there is none, UNREADABLE where DNS gives no answer
     */
    public MeshName meshOf(HostName host) {
        return DefaultMesh.nearestMesh(host, source());
    }

    /** Returns the mesh given, else that of wg-mesh.toml, else {@link #meshOf(HostName)}. */
    public MeshName meshOf(HostName host, Optional<MeshName> given) {
        return given.or(() -> file.get().mesh()).orElseGet(() -> meshOf(host));
    }

    /**
     * Returns what wg-mesh.toml says, read once, also where flags name the location instead of its
     * zones; {@link Settings#NONE} where there is no file.
     *
     * @throws Failure where a wg-mesh.toml cannot be used
     */
    public Settings settings() {
        return file.get();
    }

    private static Problem unknownLocation(Name name) {
        return new Problem(
                name.toString(true),
                "no location is known for the zone",
                "name the location: --zones DIR, --server HOST or --route53; or print the"
                        + " records: --emit");
    }
}
