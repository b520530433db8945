package dev.wgmesh.provider.server;

import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneSearch;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;

/** The zones of a server, found by asking that server. */
public final class ServerZoneSearch implements ZoneSearch {
    private final DnsClient server;
    private final InstantSource clock;
    private final Map<Name, ZoneProvider> opened = new HashMap<>();

    /** The zones of the names searched for: none is searched for twice. */
    private final Map<Name, ZoneProvider> found = new HashMap<>();

    ServerZoneSearch(DnsClient server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /**
     * Opens the zones of a server.
     *
     * @param random gives query IDs
     * @param clock of signatures and receipts
     */
    public static ZoneSearch open(
            ServerAccess server, RandomGenerator random, InstantSource clock) {
        return new ServerZoneSearch(new DnsClient(server, random, clock), clock);
    }

    /** Opens the zone that holds the name; throws as {@link ZoneSearch#zoneFor} does. */
    public static ZoneProvider open(
            ServerAccess server, Name owner, RandomGenerator random, InstantSource clock) {
        return open(server, random, clock).zoneFor(owner);
    }

    @Override
    public ZoneProvider zoneFor(Name owner) {
        Optional<ZoneProvider> known = Optional.ofNullable(found.get(owner));
        return known.orElseGet(() -> open(owner, ApexSearch.find(server, owner)));
    }

    @Override
    public Optional<ZoneProvider> findZoneFor(Name name) {
        Optional<ZoneProvider> known = Optional.ofNullable(found.get(name));
        return known.isPresent()
                ? known
                : ApexSearch.findApex(server, name).map(apex -> open(name, apex));
    }

    private ZoneProvider open(Name name, Name apex) {
        ZoneProvider zone =
                opened.computeIfAbsent(apex, _ -> new ServerProvider(server, apex, clock));
        found.put(name, zone);
        return zone;
    }
}
