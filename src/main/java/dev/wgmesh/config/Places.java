package dev.wgmesh.config;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.NameServer;
import dev.wgmesh.dns.Resolvers;
import dev.wgmesh.dns.ZoneFolder;
import dev.wgmesh.dns.ZonesFirst;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.ZoneHost;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProviders;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.xbill.DNS.Name;

/** Where the records of a command are read and written; says once which places speak. */
public final class Places {
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    private final Surroundings here;
    private final Speakers speakers;
    private final Set<String> told = new HashSet<>();

    private Places(Surroundings here, Speakers speakers) {
        this.here = here;
        this.speakers = speakers;
    }

    /**
     * The places of a command with these flags.
     *
     * @throws Failure where a wg-mesh.toml cannot be used
     */
    public static Places of(SourceFlags flags, Surroundings here) {
        return new Places(here, Speakers.of(flags, here));
    }

    /**
     * Everything that can be read, each name from the place that speaks for it. Zone files are read
     * now; call again to read them again.
     *
     * @throws Failure where a folder of zone files cannot be read
     */
    public DnsSource source() {
        Map<Name, Speaker> zones = speakers.zones();
        var contents = new ArrayList<ZoneContents>();
        var folders = new LinkedHashSet<String>();
        var closed = new TreeMap<Name, Speaker>();
        for (Map.Entry<Name, Speaker> entry : zones.entrySet()) {
            switch (entry.getValue()) {
                case Speaker.Folder folder -> {
                    contents.add(zone(folder, entry.getKey()));
                    folders.add(folder.folder().toString());
                }
                case Speaker.Server _, Speaker.Route53 _ ->
                        closed.put(entry.getKey(), entry.getValue());
                case Speaker.Resolver _, Speaker.SystemResolver _ -> {}
            }
        }
        DnsSource rest = open(speakers.elsewhere());
        DnsSource first =
                contents.isEmpty()
                        ? rest
                        : new ZonesFirst(contents, String.join(", ", folders), rest);
        return closed.isEmpty() ? first : new NotBuiltYet(closed, first);
    }

    private DnsSource open(Speaker speaker) {
        tell(speaker);
        return switch (speaker) {
            case Speaker.Folder(Path path) -> {
                ZoneFolder folder = ZoneFolder.open(path);
                Optional<Speaker> beyond = speakers.beyondFolder();
                yield beyond.isEmpty()
                        ? folder
                        : new ZonesFirst(
                                folder.snapshot().zones(),
                                folder.description(),
                                open(beyond.get()));
            }
            case Speaker.Resolver(List<String> servers) ->
                    Resolvers.of(
                            servers.stream().map(NameServer::of).toList(),
                            here.randomness(),
                            here.clock());
            case Speaker.SystemResolver _ ->
                    Resolvers.ofSystem(RESOLV_CONF, here.randomness(), here.clock());
            case Speaker.Server _, Speaker.Route53 _ ->
                    throw new IllegalStateException(speaker + " speaks only for a zone");
        };
    }

    private ZoneContents zone(Speaker.Folder folder, Name apex) {
        tell(folder);
        return ZoneFolder.open(folder.folder(), List.of(apex)).snapshot().zones().stream()
                .filter(zone -> zone.apex().equals(apex))
                .findFirst()
                .orElseThrow(() -> missing(folder, apex));
    }

    /**
     * The folder of zone files that speaks for the name, read now, a file of the name's own without
     * ending too; empty where another place does.
     */
    public Optional<ZoneFolder> folder(Name name) {
        Speaker speaker = speakers.forReading(name);
        if (!(speaker instanceof Speaker.Folder(Path path))) {
            return Optional.empty();
        }
        tell(speaker);
        return Optional.of(ZoneFolder.open(path, List.of(name)));
    }

    /**
     * Where records of that owner name are written.
     *
     * @throws Failure INPUT where the place is one that cannot be written yet, UNREADABLE where it
     *     does not hold the zone
     */
    public Target target(Name name) {
        Optional<Speaker> speaker = speakers.forWriting(name);
        if (speaker.isEmpty()) {
            return speakers.prints() ? new Target.Printed() : new Target.Nowhere(nowhere(name));
        }
        tell(speaker.get());
        return switch (speaker.get()) {
            case Speaker.Folder folder -> hosted(folder, name);
            case Speaker.Server _, Speaker.Route53 _ ->
                    throw new Failure(
                            Failure.Kind.INPUT, List.of(NotBuiltYet.problem(name, speaker.get())));
            case Speaker.Resolver _, Speaker.SystemResolver _ ->
                    throw new IllegalStateException(speaker.get() + " takes no records");
        };
    }

    /** The place that hosts the zone of the name, as a saved plan names it; empty: none does. */
    public Optional<ZoneHost> host(Name name) {
        return speakers.forWriting(name)
                .flatMap(speaker ->
                        speaker instanceof Speaker.Folder(Path folder)
                                ? Optional.of(
                                        new ZoneHost.Folder(folder.toAbsolutePath().normalize()))
                                : Optional.empty());
    }

    /**
     * The zone that holds the name in a place that a saved plan or a receipt names.
     *
     * @throws Failure UNREADABLE where it does not hold the zone
     */
    public ZoneProvider provider(ZoneHost host, Name name) {
        return switch (host) {
            case ZoneHost.Folder(Path path) ->
                    ((Target.Hosted) hosted(new Speaker.Folder(path), name)).provider();
            case ZoneHost.Server _, ZoneHost.Route53 _ ->
                    throw Failure.input(host.toString(), "cannot be written yet", "");
        };
    }

    private Target hosted(Speaker.Folder folder, Name name) {
        var files = ZoneFolder.open(folder.folder(), List.of(name)).files();
        Name apex =
                files.keySet().stream()
                        .filter(name::subdomain)
                        .max((a, b) -> Integer.compare(a.labels(), b.labels()))
                        .orElseThrow(() -> missing(folder, name));
        Path file = files.get(apex);
        if (file == null) {
            throw missing(folder, name);
        }
        boolean named = file.toString().endsWith(ZoneText.ENDING);
        return new Target.Hosted(
                ZoneProviders.file(
                        file, named ? Optional.empty() : Optional.of(apex), here.clock()));
    }

    /**
     * The mesh of a command that may leave it out: the one given, else that of wg-mesh.toml, else
     * the only one in the zone files at hand.
     *
     * @throws Failure INPUT where that leaves none, or several, which it lists
     */
    public MeshName mesh(Optional<MeshName> given) {
        return given.or(() -> SettingsFile.find(here).mesh()).orElseGet(this::onlyMesh);
    }

    private MeshName onlyMesh() {
        var zones = new ArrayList<ZoneContents>();
        speakers.folders().forEach(path -> zones.addAll(ZoneFolder.open(path).snapshot().zones()));
        return MeshChoice.only(zones);
    }

    /**
     * The mesh that a host belongs to if nobody says so: {@code _p2p.} and the nearest domain above
     * where it exists, not above the zone's apex.
     *
     * @throws Failure INPUT where there is none, UNREADABLE where that cannot be told
     */
    public MeshName meshOf(HostName host) {
        return MeshChoice.nearest(host, source());
    }

    private static Failure missing(Speaker.Folder folder, Name name) {
        return Failure.unreadable(
                name.toString(true),
                "is in no zone file of " + folder.folder(),
                "name the folder that holds it: --zones DIR");
    }

    private static Problem nowhere(Name name) {
        return new Problem(
                name.toString(true),
                "no place is known that hosts its zone",
                "name the folder of its zone file: --zones DIR; or --emit to print the records");
    }

    private void tell(Speaker speaker) {
        if (told.add(speaker.toString())) {
            here.tell().accept("records: " + speaker);
        }
    }
}
