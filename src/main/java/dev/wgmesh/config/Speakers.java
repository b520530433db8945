package dev.wgmesh.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
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
record Speakers(SourceFlags flags, Settings settings, Optional<Path> beside) {
    static Speakers of(SourceFlags flags, Surroundings here) {
        Optional<Path> beside =
                Optional.of(here.directory().resolve("zones"))
                        .filter(folder -> here.trustsDirectory() && Files.isDirectory(folder));
        var absolute =
                new SourceFlags(
                        flags.zones().map(here.directory()::resolve),
                        flags.resolvers(),
                        flags.emit());
        boolean flagsSpeak = flags.zones().isPresent() || !flags.resolvers().isEmpty();
        Settings settings = flagsSpeak ? Settings.NONE : SettingsFile.find(here);
        return new Speakers(absolute, settings, beside);
    }

    /** Whom to ask about the name. */
    Speaker forReading(Name name) {
        return settings.zoneOf(name)
                .map(settings.zones()::get)
                .map(Speakers::speaker)
                .orElseGet(this::elsewhere);
    }

    /** Whom to ask about a name in none of the folder's zones; empty: it is a closed world. */
    Optional<Speaker> beyondFolder() {
        return resolver();
    }

    /** Zones with a place of their own. */
    Map<Name, Speaker> zones() {
        var places = new TreeMap<Name, Speaker>();
        settings.zones().forEach((name, setting) -> places.put(name, speaker(setting)));
        return places;
    }

    /** Whom to ask about a name in none of those zones. */
    Speaker elsewhere() {
        return flags.zones()
                .<Speaker>map(Speaker.Folder::new)
                .or(this::resolver)
                .or(() -> beside.map(Speaker.Folder::new))
                .orElseGet(Speaker.SystemResolver::new);
    }

    /** Every folder of zone files at hand. */
    Set<Path> folders() {
        return Stream.concat(zones().values().stream(), Stream.of(elsewhere()))
                .flatMap(speaker ->
                        speaker instanceof Speaker.Folder(Path path)
                                ? Stream.of(path)
                                : Stream.empty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether flags ask to print what is to be written. */
    boolean prints() {
        return flags.emit() || !flags.resolvers().isEmpty();
    }

    /** Who hosts the zone of the name; empty: records are printed. */
    Optional<Speaker> forWriting(Name name) {
        if (flags.emit()) {
            return Optional.empty();
        }
        Speaker speaker = forReading(name);
        return switch (speaker) {
            case Speaker.Folder _, Speaker.Server _, Speaker.Route53 _ -> Optional.of(speaker);
            case Speaker.Resolver _, Speaker.SystemResolver _ -> Optional.empty();
        };
    }

    private Optional<Speaker> resolver() {
        return flags.resolvers().isEmpty()
                ? Optional.empty()
                : Optional.of(new Speaker.Resolver(flags.resolvers()));
    }

    private static Speaker speaker(ZoneSetting setting) {
        return setting.zones()
                .<Speaker>map(Speaker.Folder::new)
                .or(() -> setting.server().map(Speaker.Server::new))
                .orElseGet(Speaker.Route53::new);
    }
}
