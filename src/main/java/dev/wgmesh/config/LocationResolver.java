package dev.wgmesh.config;

import dev.wgmesh.plan.Location;
import dev.wgmesh.problem.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * Who speaks for a zone: the first that does of flags, wg-mesh.toml, {@code ./zones}, the system.
 *
 * @param settings none where flags speak: those speak of every zone
 * @param beside {@code ./zones}, where it is there and counts
 */
record LocationResolver(SourceFlags flags, Settings settings, Optional<Path> beside) {
    /** The folder of a fresh clone. */
    private static final String BESIDE = "zones";

    /**
     * Those of a command.
     *
     * @throws Failure INPUT where flags have details of Route53, and nothing says that it is meant
     */
    static LocationResolver of(SourceFlags flags, ConfigContext here) {
        Optional<Path> beside =
                Optional.of(here.directory().resolve(BESIDE))
                        .filter(folder -> here.trustsDirectory() && Files.isDirectory(folder));
        Settings found = flags.speak() ? Settings.NONE : SettingsFile.find(here);
        var zones = new TreeMap<Name, Location.Host>();
        found.zones().forEach((apex, place) -> zones.put(apex, flags.detailed(place)));
        requireRoute53(flags, zones.values().stream().toList());
        return new LocationResolver(
                absolute(flags, here.directory()),
                new Settings(found.file(), found.mesh(), zones),
                beside);
    }

    private static SourceFlags absolute(SourceFlags flags, Path directory) {
        return new SourceFlags(
                flags.place().map(place -> place.in(directory)),
                flags.axfr().map(from -> from.in(directory)),
                flags.resolvers(),
                flags.route53(),
                flags.emit(),
                flags.waits());
    }

    private static void requireRoute53(SourceFlags flags, List<Location.Host> places) {
        List<String> details = route53Flags(flags.route53());
        long zones = places.stream().filter(Location.Route53.class::isInstance).count();
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

    private static List<String> route53Flags(Location.Route53 given) {
        var flags = new ArrayList<String>();
        given.hostedZoneId().ifPresent(_ -> flags.add("--hosted-zone-id"));
        given.profile().ifPresent(_ -> flags.add("--profile"));
        given.endpoint().ifPresent(_ -> flags.add("--endpoint-url"));
        if (given.privateZone()) {
            flags.add("--private-zone");
        }
        return flags;
    }

    /** Who speaks for the name before all others. */
    Location first(Name name) {
        return settings.zoneOf(name)
                .<Location>map(settings.zones()::get)
                .orElseGet(() -> elsewhere().getFirst());
    }

    /**
     * Who speaks for a name in no zone of wg-mesh.toml, each where those before it have no such
     * zone. One that has a folder or a server but no resolver in it is a closed world.
     */
    List<Location> elsewhere() {
        var chain = new ArrayList<Location>();
        flags.place().ifPresent(chain::add);
        flags.axfr().ifPresent(chain::add);
        if (!flags.resolvers().isEmpty()) {
            chain.add(new Location.Resolver(flags.resolvers()));
        }
        if (chain.isEmpty()) {
            chain.add(
                    beside.<Location>map(Location.Folder::new)
                            .orElseGet(Location.SystemResolver::new));
        }
        return List.copyOf(chain);
    }

    /** What became of {@code ./zones}. */
    static EffectiveConfig.FileLookup besideLooked(SourceFlags flags, ConfigContext here) {
        Path folder = here.directory().resolve(BESIDE);
        EffectiveConfig.State state;
        if (!Files.isDirectory(folder)) {
            state = EffectiveConfig.State.ABSENT;
        } else if (!here.trustsDirectory()) {
            state = EffectiveConfig.State.UNTRUSTED;
        } else {
            state =
                    flags.speak()
                            ? EffectiveConfig.State.OVERRULED
                            : EffectiveConfig.State.IN_FORCE;
        }
        return new EffectiveConfig.FileLookup(folder, state);
    }

    /** Every folder of zone files at hand. */
    Set<Path> folders() {
        return Stream.concat(settings.zones().values().stream(), elsewhere().stream())
                .flatMap(speaker ->
                        speaker instanceof Location.Folder(Path path, _)
                                ? Stream.of(path)
                                : Stream.empty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether flags ask to print what is to be written. */
    boolean prints() {
        return flags.emit() || flags.speak() && flags.place().isEmpty();
    }

    /** Who hosts the zone of the name; empty: records are printed. */
    Optional<Location.Host> forWriting(Name name) {
        return flags.emit() ? Optional.empty() : hosts(name);
    }

    /** The same, whether records are to be printed or not. */
    Optional<Location.Host> hosts(Name name) {
        return first(name) instanceof Location.Host hosts ? Optional.of(hosts) : Optional.empty();
    }

    /** The resolver that is asked where a primary is looked for. */
    Location resolver() {
        return flags.resolvers().isEmpty()
                ? new Location.SystemResolver()
                : new Location.Resolver(flags.resolvers());
    }
}
