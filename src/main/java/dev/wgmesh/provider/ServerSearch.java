package dev.wgmesh.provider;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Name;

/** The zones of a server; it is asked which of them holds a name. */
final class ServerSearch implements ZoneSearch {
    private final Server server;
    private final InstantSource clock;
    private final Map<Name, ServerProvider> opened = new TreeMap<>();

    ServerSearch(Server server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    @Override
    public ZoneProvider zoneOf(Name owner) {
        return open(ApexSearch.find(server, owner));
    }

    @Override
    public Optional<ZoneProvider> holding(Name name) {
        return ApexSearch.holding(server, name).map(this::open);
    }

    private ZoneProvider open(Name apex) {
        return opened.computeIfAbsent(apex, _ -> new ServerProvider(server, apex, clock));
    }
}
