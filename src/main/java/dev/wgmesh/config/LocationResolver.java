package dev.wgmesh.config;

import dev.wgmesh.files.FileOwner;
import dev.wgmesh.files.IoErrorText;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * The location of each zone: from flags, else wg-mesh.toml, else {@code ./zones}, else the system's
 * resolver.
 *
 * @param settings none where flags name a location, which is that of every zone
 * @param zonesFolder {@code ./zones}, where the folder exists and is used
 */
record LocationResolver(SourceFlags flags, Settings settings, Optional<Path> zonesFolder) {
    /** The folder of zone files in a working directory. */
    private static final String ZONES = "zones";

    /** The variable in which the launcher names the folder of wg-mesh. */
    private static final String HOME = "WG_MESH_HOME";

    /**
     * Returns the locations of a command.
     *
     * @param file is not read where flags name a location
     * @throws Failure INPUT where flags have settings of Route53, and no zone is hosted there
     */
    static LocationResolver of(SourceFlags flags, ConfigContext here, Supplier<Settings> file) {
        Optional<Path> zonesFolder =
                Optional.of(here.directory().resolve(ZONES))
                        .filter(folder -> here.trustsDirectory() && Files.isDirectory(folder));
        if (here.isRoot() && !flags.nameLocation()) {
            zonesFolder.ifPresent(folder -> requireTrusted(folder, here));
        }
        Settings found = flags.nameLocation() ? Settings.NONE : file.get();
        var zones = new TreeMap<Name, Location.Host>();
        found.zones().forEach((apex, place) -> zones.put(apex, flags.withRoute53Flags(place)));
        requireRoute53(flags, zones.values().stream().toList());
        return new LocationResolver(
                absolute(flags, here.directory()), found.withZones(zones), zonesFolder);
    }

    /** Refuses, for root, a {@code ./zones} of another user that is not that of wg-mesh itself. */
    private static void requireTrusted(Path folder, ConfigContext here) {
        try {
            Optional<Path> home = here.variable(HOME).map(Path::of);
            boolean shipped =
                    home.isPresent() && SettingsFile.isSame(home.get().resolve(ZONES), folder);
            if (!FileOwner.isCallerOrRoot(folder) && !shipped) {
                throw Failure.refused(
                        folder.toString(),
                        "belongs to another user, " + Files.getOwner(folder),
                        "if you trust it, name it: --zones " + folder);
            }
        } catch (IOException e) {
            throw Failure.unreadable(
                    folder.toString(),
                    "the owner cannot be checked: " + IoErrorText.what(e),
                    "check the permissions of the folder");
        }
    }

    private static SourceFlags absolute(SourceFlags flags, Path directory) {
        return new SourceFlags(
                flags.location().map(place -> place.in(directory)),
                flags.transfer().map(from -> from.in(directory)),
                flags.resolvers(),
                flags.route53(),
                flags.emit(),
                flags.awaitVisible(),
                flags.dnssec().in(directory));
    }

    private static void requireRoute53(SourceFlags flags, List<Location.Host> places) {
        List<String> details = route53Flags(flags.route53());
        long zones = places.stream().filter(Route53Location.class::isInstance).count();
        if (!details.isEmpty() && zones == 0) {
            throw Failure.input(
                    String.join(", ", details),
                    details.size() == 1 ? "requires --route53" : "require --route53",
                    "add --route53");
        }
        if (flags.route53().hostedZoneId().isPresent() && zones > 1) {
            throw Failure.input(
                    "--hosted-zone-id",
                    "names one zone, but wg-mesh.toml has " + zones + " Route53 zones",
                    "add --route53, or set hosted-zone-id in wg-mesh.toml");
        }
    }

    private static List<String> route53Flags(Route53Location given) {
        var flags = new ArrayList<String>();
        given.hostedZoneId().ifPresent(_ -> flags.add("--hosted-zone-id"));
        given.profile().ifPresent(_ -> flags.add("--profile"));
        given.endpoint().ifPresent(_ -> flags.add("--endpoint-url"));
        if (given.privateZone()) {
            flags.add("--private-zone");
        }
        return flags;
    }

    /** Returns the first location of the name. */
    Location locationOf(Name name) {
        return settings.zoneOf(name)
                .<Location>map(settings.zones()::get)
                .orElseGet(() -> defaultLocations().getFirst());
    }

    /**
     * Returns the locations of a name in no zone of wg-mesh.toml; each is used where those before
     * it have no such zone. A list without a resolver is a closed world.
     */
    List<Location> defaultLocations() {
        var chain = new ArrayList<Location>();
        flags.location().ifPresent(chain::add);
        flags.transfer().ifPresent(chain::add);
        if (!flags.resolvers().isEmpty()) {
            chain.add(new Location.Resolver(flags.resolvers()));
        }
        if (chain.isEmpty()) {
            chain.add(
                    zonesFolder
                            .<Location>map(Location.Folder::new)
                            .orElseGet(Location.SystemResolver::new));
        }
        return List.copyOf(chain);
    }

    /** Returns what {@code ./zones} is used for. */
    static EffectiveConfig.FileLookup zonesFolder(SourceFlags flags, ConfigContext here) {
        Path folder = here.directory().resolve(ZONES);
        EffectiveConfig.State state;
        if (!Files.isDirectory(folder)) {
            state = EffectiveConfig.State.ABSENT;
        } else if (!here.trustsDirectory()) {
            state = EffectiveConfig.State.UNTRUSTED;
        } else {
            state =
                    flags.nameLocation()
                            ? EffectiveConfig.State.OVERRIDDEN
                            : EffectiveConfig.State.ACTIVE;
        }
        return new EffectiveConfig.FileLookup(folder, state);
    }

    /** Returns every location: those of the zones of wg-mesh.toml, then the others. */
    Stream<Location> all() {
        return Stream.concat(settings.zones().values().stream(), defaultLocations().stream());
    }

    /** Returns the TSIG settings of the DNS servers that zones are read from, each once. */
    List<TsigSettings> primaries() {
        return all().filter(LocationResolver::isPrimary).map(Location::signing).distinct().toList();
    }

    private static boolean isPrimary(Location location) {
        return switch (location) {
            case Location.Server _, Location.Transfer _, Location.Primary _ -> true;
            case Location.Folder _,
                    Route53Location _,
                    Location.Resolver _,
                    Location.SystemResolver _ ->
                    false;
        };
    }

    /** Returns every folder of zone files. */
    Set<Path> folders() {
        return all().flatMap(location ->
                        location instanceof Location.Folder(Path path, _)
                                ? Stream.of(path)
                                : Stream.empty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns whether flags ask to print records instead of writing them. */
    boolean printsRecords() {
        return flags.emit() || flags.nameLocation() && flags.location().isEmpty();
    }

    /** Returns the host of the zone of the name; empty: records are printed. */
    Optional<Location.Host> writeLocation(Name name) {
        return flags.emit() ? Optional.empty() : writableLocation(name);
    }

    /** Returns the same, whether records are to be printed or not. */
    Optional<Location.Host> writableLocation(Name name) {
        return locationOf(name) instanceof Location.Host hosts
                ? Optional.of(hosts)
                : Optional.empty();
    }

    /** Returns the resolver that finds a primary. */
    Location resolver() {
        return flags.resolvers().isEmpty()
                ? new Location.SystemResolver()
                : new Location.Resolver(flags.resolvers());
    }
}
