package dev.wgmesh.config;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.NameServer;
import dev.wgmesh.dns.ZoneFolder;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/** Where the records of a command are read and written; says once which places speak. */
public final class Locations {
    private final ConfigContext here;
    private final LocationResolver speakers;
    private final LocationNotices told;
    private final OpenLocations open;
    private final SourceFactory sources;
    private Optional<HostedZoneSource> wholes = Optional.empty();

    private Locations(ConfigContext here, LocationResolver speakers, int primaryPort) {
        DriverContext means = here.means();
        this.here = here;
        this.speakers = speakers;
        this.told = new LocationNotices(here.telling());
        var search =
                new PrimarySearch(
                        () -> SourceFactory.resolver(speakers.resolver(), means), primaryPort);
        this.open = new OpenLocations(means, told, search, speakers.flags().waits());
        this.sources = new SourceFactory(speakers, open, means, told);
    }

    /**
     * The places of a command with these flags.
     *
     * @throws Failure where a wg-mesh.toml cannot be used, or has nothing that a flag is about
     */
    public static Locations of(SourceFlags flags, ConfigContext here) {
        return of(flags, here, NameServer.PORT);
    }

    /** The same where the primaries that SOAs name listen at that port. */
    static Locations of(SourceFlags flags, ConfigContext here, int primaryPort) {
        return new Locations(here, LocationResolver.of(flags, here), primaryPort);
    }

    /**
     * Everything that can be read, each name from the place that speaks for it. Zone files are read
     * now, what others host when it is first asked about; call again to read all of it again.
     *
     * @throws Failure where a folder of zone files cannot be read
     */
    public DnsSource source() {
        return sources.all();
    }

    /**
     * The folder of zone files that speaks for the name, read now, a file of the name's own without
     * ending too; empty where another place does.
     */
    public Optional<ZoneFolder> folder(Name name) {
        if (!(speakers.first(name) instanceof Location.Folder folder)) {
            return Optional.empty();
        }
        told.speaks(folder.toString());
        return Optional.of(ZoneFolder.open(folder.folder(), List.of(name)));
    }

    /**
     * The whole zone that holds the name, of a place other than files that gives it: a server that
     * allows transfers, Route53. Empty where it gives only answers, or no such place speaks for the
     * name. A zone is read once for all calls.
     *
     * @throws Failure UNREADABLE where the place cannot be asked
     */
    public Optional<ZoneContents> wholeZone(Name name) {
        if (wholes.isEmpty() && sources.all() instanceof HostedZoneSource hosted) {
            wholes = Optional.of(hosted);
        }
        return wholes.flatMap(hosted -> hosted.whole(name));
    }

    /**
     * Where records of that owner name are written; the same provider each time.
     *
     * @throws Failure UNREADABLE where the place does not hold the zone or cannot be asked
     */
    public WriteTarget target(Name name) {
        Optional<Location.Host> place = speakers.forWriting(name);
        if (place.isPresent()) {
            return new WriteTarget.Hosted(open.provider(place.get(), name));
        }
        return speakers.prints()
                ? new WriteTarget.Printed()
                : new WriteTarget.Nowhere(nowhere(name));
    }

    /**
     * Returns the host of the zone of that owner name, as a plan saves it; empty where no location
     * takes records.
     *
     * @throws Failure UNREADABLE where the zone's primary is needed and cannot be determined
     */
    public Optional<Location.KnownHost> host(Name owner) {
        return speakers.hosts(owner).map(host -> known(host, owner).saved());
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
     * @param what the plan or receipt, as messages call it
     * @throws Failure INPUT that names both
     */
    public void requireAgreeing(Location.KnownHost saved, String what) {
        Optional<Location.Host> flags = speakers.flags().place();
        if (flags.isPresent() && !flags.get().agreesWith(saved)) {
            throw Failure.input(
                    what,
                    "is for " + saved + ", and flags name " + flags.get(),
                    "remove the flags that name a location");
        }
    }

    /**
     * Returns the host that a saved plan or a receipt names, to be read and written. What is not
     * saved (a command to run, whether a weak key is allowed) is taken from the location that this
     * command would write that name to, if that is the same host.
     */
    public Location.KnownHost completed(Location.KnownHost saved, Name owner) {
        return speakers.hosts(owner)
                .filter(host -> host.agreesWith(saved))
                .map(saved::completedFrom)
                .orElse(saved);
    }

    /**
     * Opens the zone of that owner name at the host that a saved plan or a receipt names.
     *
     * @throws Failure as {@link #target} does
     */
    public ZoneProvider provider(Location.KnownHost saved, Name owner) {
        return open.provider(completed(saved, owner), owner);
    }

    /**
     * What is in force, and where it is from.
     *
     * @throws Failure where the wg-mesh.toml cannot be used
     */
    public EffectiveConfig inForce() {
        boolean flagsSpeak = speakers.flags().speak();
        return new EffectiveConfig(
                SettingsFile.looked(here, flagsSpeak),
                SettingsFile.find(here).mesh(),
                speakers.settings().zones(),
                speakers.elsewhere(),
                LocationResolver.besideLooked(speakers.flags(), here),
                SourceFactory.systemResolvers());
    }

    /**
     * The mesh of a command that may leave it out: the one given, else that of wg-mesh.toml, else
     * the only one in the zones at hand.
     *
     * @throws Failure INPUT where that leaves none, or several, which it lists
     */
    public MeshName mesh(Optional<MeshName> given) {
        return given.or(this::defaultMesh).orElseGet(this::onlyMesh);
    }

    private MeshName onlyMesh() {
        var zones = new ArrayList<ZoneContents>();
        speakers.folders().forEach(path -> zones.addAll(ZoneFolder.open(path).snapshot().zones()));
        speakers.settings()
                .zones()
                .forEach((apex, place) -> {
                    if (!(place instanceof Location.Folder)) {
                        zones.add(
                                open.provider(place, apex)
                                        .read(DefaultMesh.questions(apex))
                                        .zone());
                    }
                });
        return DefaultMesh.only(zones, speakers.elsewhere());
    }

    /**
     * The mesh that a host belongs to if nobody says so: {@code _p2p.} and the nearest domain above
     * where it exists, not above the zone's apex.
     *
     * @throws Failure INPUT where there is none, UNREADABLE where that cannot be told
     */
    public MeshName meshOf(HostName host) {
        return DefaultMesh.nearest(host, source());
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

    private static Problem nowhere(Name name) {
        return new Problem(
                name.toString(true),
                "no location is known for the zone",
                "name the location: --zones DIR, --server HOST or --route53; or print the"
                        + " records: --emit");
    }
}
