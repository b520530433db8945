package dev.wgmesh.config;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.NameServer;
import dev.wgmesh.dns.ZoneFolder;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.ZoneLocation;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.ZoneContents;
import java.nio.file.Path;
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
        Optional<Location.Hosts> place = speakers.forWriting(name);
        if (place.isPresent()) {
            return new WriteTarget.Hosted(open.provider(place.get(), name));
        }
        return speakers.prints()
                ? new WriteTarget.Printed()
                : new WriteTarget.Nowhere(nowhere(name));
    }

    /**
     * The place that hosts the zone of that owner name, as a saved plan names it; empty where none
     * takes records.
     *
     * @throws Failure UNREADABLE where the zone's primary is to be found and is not
     */
    public Optional<ZoneLocation> host(Name owner) {
        return speakers.hosts(owner).map(place -> host(place, owner));
    }

    private ZoneLocation host(Location.Hosts place, Name owner) {
        return switch (place) {
            case Location.Folder(Path folder, _) ->
                    new ZoneLocation.Folder(LocationMatch.absolute(folder));
            case Location.Server(String server, TsigSettings signing) -> server(server, signing);
            case Location.Primary(TsigSettings signing) ->
                    server(open.primary(owner).server().toString(), signing);
            case Location.Route53(ZoneLocation.Route53 details) -> details;
        };
    }

    private static ZoneLocation server(String server, TsigSettings signing) {
        return new ZoneLocation.Server(server, signing.keyFile().map(LocationMatch::absolute));
    }

    /**
     * Turns away flags that name another place than a saved plan or a receipt does; what they leave
     * out agrees.
     *
     * @param what is to be done there, as a person is told it
     * @throws Failure INPUT that names both
     */
    public void requireAgreeing(ZoneLocation saved, String what) {
        Optional<Location.Hosts> flags = speakers.flags().place();
        if (flags.isPresent() && !LocationMatch.between(flags.get(), saved)) {
            throw Failure.input(
                    what,
                    "is for " + saved + ", and flags name " + flags.get(),
                    "leave out the flags, or make it for that place");
        }
    }

    /**
     * The place that a saved plan or a receipt names, to be read and written. What is not saved (a
     * command to run, whether a weak key may be used) is as it is for this command, if it is the
     * place that the command would write that name to.
     */
    public Location.Hosts speaker(ZoneLocation saved, Name owner) {
        Optional<Location.Hosts> same =
                speakers.hosts(owner).filter(place -> LocationMatch.between(place, saved));
        return switch (saved) {
            case ZoneLocation.Folder(Path folder) -> new Location.Folder(folder, reload(same));
            case ZoneLocation.Server(String server, Optional<Path> key) ->
                    new Location.Server(server, new TsigSettings(key, mayBeWeak(same)));
            case ZoneLocation.Route53 details -> new Location.Route53(details);
        };
    }

    /**
     * The zone of that owner name at the place that a saved plan or a receipt names.
     *
     * @throws Failure as {@link #target} does
     */
    public ZoneProvider provider(ZoneLocation saved, Name owner) {
        return open.provider(speaker(saved, owner), owner);
    }

    private static List<String> reload(Optional<Location.Hosts> same) {
        return same.isPresent() && same.get() instanceof Location.Folder folder
                ? folder.reload()
                : List.of();
    }

    private static boolean mayBeWeak(Optional<Location.Hosts> same) {
        return same.stream()
                .anyMatch(place ->
                        switch (place) {
                            case Location.Server(_, TsigSettings signing) -> signing.allowWeak();
                            case Location.Primary(TsigSettings signing) -> signing.allowWeak();
                            case Location.Folder _, Location.Route53 _ -> false;
                        });
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
        return given.or(() -> SettingsFile.find(here).mesh()).orElseGet(this::onlyMesh);
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

    private static Problem nowhere(Name name) {
        return new Problem(
                name.toString(true),
                "no place is known that hosts its zone",
                "name it: --zones DIR, --server HOST or --route53; or --emit to print the records");
    }
}
