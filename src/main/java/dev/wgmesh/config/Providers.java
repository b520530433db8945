package dev.wgmesh.config;

import dev.wgmesh.dns.NameServer;
import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.plan.FileCommands;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.provider.ZoneSearch;
import dev.wgmesh.provider.route53.Route53Provider;
import dev.wgmesh.provider.server.ServerAccess;
import dev.wgmesh.provider.server.ServerZoneSearch;
import dev.wgmesh.tsig.TsigKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The providers of zones: the settings of wg-mesh.toml that name each, and how each is opened. */
final class Providers {
    /** Every provider, in the order of messages. */
    static final List<Provider> ALL =
            List.of(
                    new Provider(
                            "zones",
                            List.of("reload", "resign"),
                            "for zone files",
                            Providers::folder),
                    new Provider(
                            "server",
                            List.of("tsig-key-file", "allow-weak-tsig"),
                            "for a server",
                            Providers::server),
                    new Provider(
                            "route53",
                            List.of("hosted-zone-id", "profile", "private-zone"),
                            "for Route53",
                            Providers::route53));

    private Providers() {}

    /**
     * A provider, as wg-mesh.toml names it.
     *
     * @param key the setting that names it
     * @param details its other settings
     * @param use what its other settings are for
     * @param read the host that a table names; empty where it names none of this provider
     */
    record Provider(
            String key,
            List<String> details,
            String use,
            Function<ZoneTable, Optional<Location.Host>> read) {}

    private static Optional<Location.Host> folder(ZoneTable zone) {
        var commands = new FileCommands(zone.command("resign"), zone.command("reload"));
        return zone.path("zones").map(folder -> new Location.Folder(folder, commands));
    }

    private static Optional<Location.Host> server(ZoneTable zone) {
        TsigSettings signing = zone.signing();
        return zone.text("server").map(host -> new Location.Server(host, signing));
    }

    private static Optional<Location.Host> route53(ZoneTable zone) {
        var host =
                new Route53Location(
                        zone.text("hosted-zone-id"),
                        zone.text("profile"),
                        Optional.empty(),
                        zone.flag("private-zone"));
        return zone.flag("route53") ? Optional.of(host) : Optional.empty();
    }

    /**
     * Opens the zones of a host.
     *
     * @param key signs messages
     * @param waits whether a change is waited for until readers see it
     */
    static ZoneSearch open(
            Location.KnownHost host, Optional<TsigKey> key, boolean waits, DriverContext context) {
        return switch (host) {
            case Location.Folder folder ->
                    throw new IllegalStateException(folder + " are opened file by file");
            case Location.Server(String server, _) ->
                    server(server, key, ServerAccess.Read.ANY, context);
            case Route53Location route53 ->
                    Route53Provider.search(
                            route53,
                            waits,
                            context.randomness(),
                            context.clock(),
                            context.contacts()::addRoute53);
        };
    }

    /** Opens the zones that a server transfers. */
    static ZoneSearch open(
            Location.Transfer transfer, Optional<TsigKey> key, DriverContext context) {
        return server(transfer.server(), key, ServerAccess.Read.TRANSFER, context);
    }

    private static ZoneSearch server(
            String server, Optional<TsigKey> key, ServerAccess.Read read, DriverContext context) {
        List<NameServer> all = NameServer.all(server);
        // a NOTIFY may come from any of them
        all.forEach(each -> context.contacts().add(each, ContactAddress.Use.SERVER));
        NameServer at = NameServer.reachable(all);
        return ServerZoneSearch.open(
                new ServerAccess(at.address(), key, read), context.randomness(), context.clock());
    }
}
