package dev.wgmesh.config;

import dev.wgmesh.dns.ZoneFolder;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneSearch;
import dev.wgmesh.provider.file.ZoneFileCommand;
import dev.wgmesh.provider.file.ZoneFileProvider;
import dev.wgmesh.tsig.TsigKey;
import dev.wgmesh.tsig.TsigKeyFile;
import dev.wgmesh.zone.AncestorNames;
import dev.wgmesh.zone.ZoneText;
import dev.wgmesh.zone.ZoneTextCache;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * The open locations of a command: each zone is opened once, however often a command asks, so that
 * a change that is tried again looks for no zone again.
 */
final class ProviderCache {
    private final DriverContext drivers;
    private final LocationNotices notices;
    private final PrimarySearch search;
    private final boolean waits;
    private final Map<Location, ZoneSearch> searches = new HashMap<>();
    private final Map<Location, Map<Name, ZoneProvider>> written = new HashMap<>();
    private final Map<Location, Map<Name, ZoneProvider>> read = new HashMap<>();
    private final Map<ZoneFile, ZoneProvider> files = new HashMap<>();
    private final ZoneTextCache texts = new ZoneTextCache();
    private final Map<Name, PrimarySearch.PrimaryServer> primaries = new HashMap<>();
    private final Map<TsigSettings, Optional<TsigKey>> keys = new HashMap<>();

    /** A zone file, and the commands that run after a change of it. */
    private record ZoneFile(Location.Folder folder, Path file) {}

    /**
     * Creates the locations of one command.
     *
     * @param waits whether a change is waited for until readers see it
     */
    ProviderCache(
            DriverContext drivers, LocationNotices notices, PrimarySearch search, boolean waits) {
        this.drivers = drivers;
        this.notices = notices;
        this.search = search;
        this.waits = waits;
    }

    /**
     * Returns the zone of that location that holds the name, for writing.
     *
     * @throws Failure UNREADABLE where the place has no such zone or cannot be asked; INPUT where
     *     its address or key cannot be used
     */
    ZoneProvider provider(Location place, Name owner) {
        Map<Name, ZoneProvider> opened = written.computeIfAbsent(place, _ -> new HashMap<>());
        Optional<ZoneProvider> known = Optional.ofNullable(opened.get(owner));
        if (known.isPresent()) {
            return known.get();
        }
        ZoneProvider provider =
                place instanceof Location.Folder folder
                        ? fileProvider(folder, owner)
                        : search(place, owner).zoneFor(owner);
        opened.put(owner, provider);
        return provider;
    }

    /**
     * Returns the zone of that location that holds the name; empty where there is none.
     *
     * @throws Failure as {@link #provider} does
     */
    Optional<ZoneProvider> findProvider(Location place, Name name) {
        Map<Name, ZoneProvider> opened = read.computeIfAbsent(place, _ -> new HashMap<>());
        Optional<ZoneProvider> known = Optional.ofNullable(opened.get(name));
        if (known.isPresent()) {
            return known;
        }
        Optional<ZoneProvider> found = search(place, name).findZoneFor(name);
        found.ifPresent(zone -> opened.put(name, zone));
        return found;
    }

    /** Returns the zones of a location other than a folder; for a primary, those of its server. */
    private ZoneSearch search(Location location, Name name) {
        return switch (location) {
            case Location.Primary(TsigSettings signing) ->
                    search(new Location.Server(primary(name).server().toString(), signing));
            case Location.KnownHost host -> {
                notices.use(host.toString());
                yield search(host);
            }
            case Location.Transfer transfer -> {
                notices.use(transfer.toString());
                yield searches.computeIfAbsent(
                        transfer, _ -> Providers.open(transfer, key(transfer.signing()), drivers));
            }
            case Location.Resolver _, Location.SystemResolver _ ->
                    throw new IllegalStateException(location + " hosts no zones");
        };
    }

    private ZoneSearch search(Location.KnownHost host) {
        return searches.computeIfAbsent(
                host, _ -> Providers.open(host, key(host.signing()), waits, drivers));
    }

    /** Returns the key of these settings, read once. */
    Optional<TsigKey> key(TsigSettings signing) {
        return keys.computeIfAbsent(
                signing,
                _ ->
                        signing.keyFile()
                                .map(file -> {
                                    TsigKeyFile own = TsigKeyFile.read(file, signing.allowWeak());
                                    notices.warn(own.warnings());
                                    return own.key();
                                }));
    }

    /** Returns the primary of the name's zone; notes the primary once. */
    PrimarySearch.PrimaryServer primary(Name owner) {
        PrimarySearch.PrimaryServer found = primaries.computeIfAbsent(owner, search::find);
        notices.use(found.description());
        return found;
    }

    private ZoneProvider fileProvider(Location.Folder folder, Name owner) {
        var found = folder(folder.folder(), List.of(owner)).files();
        Name apex =
                AncestorNames.nearest(found.keySet(), owner)
                        .orElseThrow(() -> zoneMissing(folder, owner));
        Path file = Optional.ofNullable(found.get(apex)).orElseThrow();
        return files.computeIfAbsent(
                new ZoneFile(folder, file), _ -> fileProvider(folder, file, apex));
    }

    private ZoneProvider fileProvider(Location.Folder folder, Path file, Name apex) {
        boolean named = file.toString().endsWith(ZoneText.ENDING);
        return ZoneFileProvider.open(
                file,
                named ? Optional.empty() : Optional.of(apex),
                drivers.clock(),
                Stream.of(
                                command("signing", folder.commands().resign()),
                                command("reload", folder.commands().reload()))
                        .flatMap(Optional::stream)
                        .toList(),
                texts);
    }

    /** Returns the zone files of a folder as they are now, as {@link ZoneFolder#open} does. */
    ZoneFolder folder(Path path, List<Name> asked) {
        return ZoneFolder.open(path, asked, texts);
    }

    private Optional<ZoneFileCommand> command(String purpose, List<String> words) {
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(new ZoneFileCommand(purpose, words, drivers.programs()));
    }

    static Failure zoneMissing(Location.Folder folder, Name name) {
        return Failure.unreadable(
                name.toString(true),
                "has no zone file in " + folder.folder(),
                "name the folder of the zone: --zones DIR");
    }
}
