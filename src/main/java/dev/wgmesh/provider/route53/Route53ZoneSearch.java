package dev.wgmesh.provider.route53;

import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneSearch;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Name;
import software.amazon.awssdk.services.route53.model.HostedZone;

/** The zones of an account of Route53, listed once. */
final class Route53ZoneSearch implements ZoneSearch {
    private final Route53Api api;
    private final boolean waits;
    private final InstantSource clock;
    private final HostedZoneSelector zones;
    private final Map<String, Route53Provider> opened = new TreeMap<>();

    Route53ZoneSearch(Route53Api api, Route53Location place, boolean waits, InstantSource clock) {
        this.api = api;
        this.waits = waits;
        this.clock = clock;
        this.zones = new HostedZoneSelector(api, place);
    }

    @Override
    public ZoneProvider zoneFor(Name owner) {
        return open(zones.zoneFor(owner));
    }

    @Override
    public Optional<ZoneProvider> findZoneFor(Name name) {
        return zones.findZoneFor(name).map(this::open);
    }

    private ZoneProvider open(HostedZone zone) {
        return opened.computeIfAbsent(zone.id(), _ -> new Route53Provider(api, waits, clock, zone));
    }
}
