package dev.wgmesh.provider;

import java.util.Optional;
import org.xbill.DNS.Name;

/** A place that hosts zones, searched by name; each zone is opened once. */
public interface ZoneSearch {
    /**
     * Returns the zone that holds the name, to be changed there; the name may be an alias.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where the place cannot be asked or has no such
     *     zone; INPUT where it has several, which are listed
     */
    ZoneProvider zoneFor(Name owner);

    /**
     * Returns the zone that holds the name; empty where the place has no such zone.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where the place cannot be asked; INPUT where it
     *     has several, which are listed
     */
    Optional<ZoneProvider> findZoneFor(Name name);
}
