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
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.ZoneContents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/** The locations where a command reads and writes records; notes each location once. */
public final class Locations {
    private final ConfigContext here;
    private final LocationResolver locations;
    private final LocationNotices notices;
    private final ProviderCache open;
    private final SourceFactory sources;
    private final DnssecSettings dnssec;
    private Optional<HostedZoneSource> wholes = Optional.empty();
    private Optional<ReadingBudget> shared = Optional.empty();

    private Locations(ConfigContext here, LocationResolver locations, int primaryPort) {
        DriverContext drivers = here.drivers();
        this.here = here;
        this.locations = locations;
        this.notices = new LocationNotices(here.listener());
        this.dnssec = new DnssecSettings(locations.flags().dnssec(), here);
        var search =
                new PrimarySearch(
                        () -> SourceFactory.resolver(locations.resolver(), drivers, dnssec),
                        primaryPort);
        this.open = new ProviderCache(drivers, notices, search, locations.flags().awaitVisible());
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
        return new Locations(here, LocationResolver.of(flags, here), primaryPort);
    }

    /**
     * Returns a source of every name, each read at its location. Zone files are read now, other
     * zones at the first question; call again to read everything again.
     *
     * @throws Failure where a folder of zone files cannot be read
     */
    public DnsSource source() {
        return sources.create(budget());
    }

    /**
     * Returns a source as {@link #source} does, for the reading that {@link #completeZone} began:
     * both share its time and its memory.
     *
     * @throws Failure as {@link #source} does
     */
    public DnsSource sharedSource() {
        return sources.create(shared());
    }

    private ReadingBudget shared() {
        ReadingBudget budget = shared.orElseGet(this::budget);
        shared = Optional.of(budget);
        return budget;
    }

    private ReadingBudget budget() {
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
        return Optional.of(ZoneFolder.open(folder.folder(), List.of(name)));
    }

    /**
     * Returns every folder of zone files, each read now.
     *
     * @throws Failure where a folder cannot be read
     */
    public List<ZoneFolder> zoneFolders() {
        var open = new ArrayList<ZoneFolder>();
        for (Path folder : locations.folders()) {
            notices.use(new Location.Folder(folder).toString());
            open.add(ZoneFolder.open(folder));
        }
        return open;
    }

    /** Returns the zones that wg-mesh.toml places elsewhere than in a folder. */
    public List<Name> remoteZones() {
        return locations.settings().zones().entrySet().stream()
                .filter(zone -> !(zone.getValue() instanceof Location.Folder))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Returns the addresses of the servers that were contacted, and of those that flags and
     * wg-mesh.toml name by address. Sorted.
     */
    public List<ContactAddress> contacts() {
        var contacts = new TreeSet<>(here.drivers().contacts().contacts());
        Stream.concat(
                        locations.settings().zones().values().stream(),
                        locations.defaultLocations().stream())
                .flatMap(ContactLog::configured)
                .forEach(contacts::add);
        return List.copyOf(contacts);
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
        if (wholes.isEmpty() && sources.create(shared()) instanceof HostedZoneSource hosted) {
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

    /**
     * Returns the host of the zone of that owner name, as a plan saves it; empty where no location
     * takes records.
     *
     * @throws Failure UNREADABLE where the zone's primary is needed and cannot be determined
     */
    public Optional<Location.KnownHost> zoneLocation(Name owner) {
        return locations.writableLocation(owner).map(host -> known(host, owner).saved());
    }

    private Location.KnownHost known(Location.Host host, Name owner) {
        return switch (host) {
            case Location.KnownHost known -> known;
            case Location.Primary(TsigSettings signing) ->
                    new Location.Server(open.primary(owner).server().toString(), signing);
        };
    }

    /**
     * Refuses flags that name another location than a saved plan or a receipt does. What flags
     * leave out agrees.
     *
     * <p>The plan or receipt may come from somebody else: its key file, profile and endpoint URL
     * must be those that flags or wg-mesh.toml name for the zone.
     *
     * @param what the plan or receipt, as messages call it
     * @throws Failure INPUT that names both locations, REFUSED that names the credential
     */
    public void requireMatch(Location.KnownHost saved, Name apex, String what) {
        Optional<Location.Host> flags = locations.flags().location();
        if (flags.isPresent() && !flags.get().agreesWith(saved)) {
            throw Failure.input(
                    what,
                    "is for " + saved + ", and flags name " + flags.get(),
                    "remove the flags that name a location");
        }
        List<String> configured =
                locations
                        .writableLocation(apex)
                        .filter(host -> host.agreesWith(saved))
                        .map(Location.Host::credentials)
                        .orElse(List.of());
        for (String credential : saved.credentials()) {
            if (!configured.contains(credential)) {
                throw Failure.refused(
                        what,
                        "uses the " + credential + ", which no flag and no wg-mesh.toml names",
                        "if you trust it, name it: " + saved.flags());
            }
        }
    }

    /**
     * Returns the host that a saved plan or a receipt names, to be read and written. What is not
     * saved (a command to run, whether a weak key is allowed) is taken from the location that this
     * command would write that name to, if that is the same host.
     */
    public Location.KnownHost completed(Location.KnownHost saved, Name owner) {
        return locations
                .writableLocation(owner)
                .filter(host -> host.agreesWith(saved))
                .map(saved::completedFrom)
                .orElse(saved);
    }

    /**
     * Opens the zone of that owner name at the host that a saved plan or a receipt names.
     *
     * @throws Failure as {@link #writeTarget} does
     */
    public ZoneProvider provider(Location.KnownHost saved, Name owner) {
        return open.provider(completed(saved, owner), owner);
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
                SettingsFile.find(here).mesh(),
                locations.settings().zones(),
                locations.defaultLocations(),
                LocationResolver.zonesFolder(locations.flags(), here),
                SourceFactory.systemResolvers(),
                dnssec.choice());
    }

    /**
     * Returns the mesh of a command: the mesh given, else that of wg-mesh.toml, else the only mesh
     * in the local zones.
     *
     * @throws Failure INPUT where the zones have no mesh or several, which the message lists
     */
    public MeshName mesh(Optional<MeshName> given) {
        return given.or(this::defaultMesh).orElseGet(this::onlyMesh);
    }

    private MeshName onlyMesh() {
        var zones = new ArrayList<ZoneContents>();
        locations.folders().forEach(path -> zones.addAll(ZoneFolder.open(path).snapshot().zones()));
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
        return given.or(this::defaultMesh).orElseGet(() -> meshOf(host));
    }

    /**
     * Returns the mesh that wg-mesh.toml names for commands that name none.
     *
     * @throws Failure where a wg-mesh.toml cannot be used
     */
    public Optional<MeshName> defaultMesh() {
        return SettingsFile.find(here).mesh();
    }

    /**
     * Returns the preshared keys that wg-mesh.toml asks for, also where flags name the location.
     *
     * @throws Failure where the wg-mesh.toml cannot be used
     */
    public PskSettings presharedKeys() {
        return SettingsFile.find(here).presharedKeys();
    }

    /**
     * Returns the lock that wg-mesh.toml names, also where flags name the location.
     *
     * @throws Failure where a wg-mesh.toml cannot be used
     */
    public LockSettings lock() {
        return SettingsFile.find(here).lock();
    }

    /**
     * Returns whether wg-mesh.toml pins the keys of members, also where flags name the location.
     *
     * @throws Failure where a wg-mesh.toml cannot be used
     */
    public boolean pin() {
        return SettingsFile.find(here).pin();
    }

    private static Problem unknownLocation(Name name) {
        return new Problem(
                name.toString(true),
                "no location is known for the zone",
                "name the location: --zones DIR, --server HOST or --route53; or print the"
                        + " records: --emit");
    }
}
