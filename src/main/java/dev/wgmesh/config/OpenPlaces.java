package dev.wgmesh.config;

import dev.wgmesh.dns.NameServer;
import dev.wgmesh.dns.ZoneFolder;
import dev.wgmesh.plan.ZoneHost;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.Reload;
import dev.wgmesh.provider.Route53Place;
import dev.wgmesh.provider.ServerPlace;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProviders;
import dev.wgmesh.tsig.TsigKey;
import dev.wgmesh.tsig.TsigKeyFile;
import dev.wgmesh.zone.ZoneText;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.xbill.DNS.Name;

/**
 * The places of a command as they are opened: each zone's once, however often it is asked for, so
 * that a change that is tried again looks for no zone again.
 */
final class OpenPlaces {
    private final Means means;
    private final ToldOnce told;
    private final PrimarySearch search;
    private final Map<Speaker, Map<Name, ZoneProvider>> providers = new HashMap<>();
    private final Map<Name, PrimarySearch.Found> primaries = new HashMap<>();
    private final Map<Signing, Optional<TsigKey>> keys = new HashMap<>();

    OpenPlaces(Means means, ToldOnce told, PrimarySearch search) {
        this.means = means;
        this.told = told;
        this.search = search;
    }

    /**
     * The zone of that place that holds the name.
     *
     * @throws Failure UNREADABLE where the place has no such zone or cannot be asked; INPUT where
     *     its address or key cannot be used
     */
    ZoneProvider provider(Speaker place, Name owner) {
        Map<Name, ZoneProvider> opened = providers.computeIfAbsent(place, _ -> new HashMap<>());
        Optional<ZoneProvider> known = Optional.ofNullable(opened.get(owner));
        if (known.isPresent()) {
            return known.get();
        }
        if (!(place instanceof Speaker.Primary)) {
            told.speaks(place.toString());
        }
        ZoneProvider provider = open(place, owner);
        opened.put(owner, provider);
        return provider;
    }

    /** The same; empty where the place has no zone that holds the name. */
    Optional<ZoneProvider> holding(Speaker place, Name owner) {
        return Optional.of(provider(place, owner));
    }

    private ZoneProvider open(Speaker place, Name owner) {
        return switch (place) {
            case Speaker.Folder folder -> file(folder, owner);
            case Speaker.Server(String server, Signing signing) ->
                    server(NameServer.of(server), signing, ServerPlace.Read.ANY, owner);
            case Speaker.Primary(Signing signing) ->
                    server(primary(owner).server(), signing, ServerPlace.Read.ANY, owner);
            case Speaker.Transfer(String server, Signing signing) ->
                    server(NameServer.of(server), signing, ServerPlace.Read.TRANSFER, owner);
            case Speaker.Route53(ZoneHost.Route53 details) ->
                    ZoneProviders.route53(
                            new Route53Place(
                                    details.hostedZoneId(),
                                    details.profile(),
                                    details.endpoint(),
                                    details.privateZone(),
                                    true),
                            owner,
                            means.randomness(),
                            means.clock());
            case Speaker.Resolver _, Speaker.SystemResolver _ ->
                    throw new IllegalStateException(place + " hosts no zone");
        };
    }

    private ZoneProvider server(
            NameServer server, Signing signing, ServerPlace.Read read, Name owner) {
        return ZoneProviders.server(
                new ServerPlace(server.address(), key(signing), read),
                owner,
                means.randomness(),
                means.clock());
    }

    private Optional<TsigKey> key(Signing signing) {
        return keys.computeIfAbsent(
                signing,
                _ ->
                        signing.keyFile()
                                .map(file -> {
                                    TsigKeyFile read = TsigKeyFile.read(file, signing.allowWeak());
                                    told.warn(read.warnings());
                                    return read.key();
                                }));
    }

    /** The primary of the name's zone; it is told once. */
    PrimarySearch.Found primary(Name owner) {
        PrimarySearch.Found found = primaries.computeIfAbsent(owner, search::of);
        told.speaks(found.told());
        return found;
    }

    private ZoneProvider file(Speaker.Folder folder, Name owner) {
        var files = ZoneFolder.open(folder.folder(), List.of(owner)).files();
        Name apex =
                files.keySet().stream()
                        .filter(owner::subdomain)
                        .max((a, b) -> Integer.compare(a.labels(), b.labels()))
                        .orElseThrow(() -> missing(folder, owner));
        Path file = Optional.ofNullable(files.get(apex)).orElseThrow();
        boolean named = file.toString().endsWith(ZoneText.ENDING);
        Function<List<String>, Reload> reload = words -> new Reload(words, means.programs());
        return ZoneProviders.file(
                file,
                named ? Optional.empty() : Optional.of(apex),
                means.clock(),
                Optional.of(folder.reload()).filter(words -> !words.isEmpty()).map(reload));
    }

    static Failure missing(Speaker.Folder folder, Name name) {
        return Failure.unreadable(
                name.toString(true),
                "is in no zone file of " + folder.folder(),
                "name the folder that holds it: --zones DIR");
    }
}
