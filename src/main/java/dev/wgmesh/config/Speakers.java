package dev.wgmesh.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * Who speaks for a zone: the first that does of flags, wg-mesh.toml, {@code ./zones}, the system.
 *
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
        return flags.zones()
                .<Speaker>map(Speaker.Folder::new)
                .or(this::resolver)
                .or(() -> setting(name))
                .or(() -> beside.map(Speaker.Folder::new))
                .orElseGet(Speaker.SystemResolver::new);
    }

    /** Whom to ask about a name in none of the folder's zones; empty: it is a closed world. */
    Optional<Speaker> beyondFolder() {
        return resolver();
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

    private Optional<Speaker> setting(Name name) {
        return settings.zoneOf(name).map(settings.zones()::get).map(Speakers::speaker);
    }

    private static Speaker speaker(ZoneSetting setting) {
        return setting.zones()
                .<Speaker>map(Speaker.Folder::new)
                .or(() -> setting.server().map(Speaker.Server::new))
                .orElseGet(Speaker.Route53::new);
    }
}
