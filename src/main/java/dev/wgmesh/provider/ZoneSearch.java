package dev.wgmesh.provider;

import java.util.Optional;
import org.xbill.DNS.Name;

/** A place that hosts zones, and which of them holds a name; each zone is opened once. */
public interface ZoneSearch {
    /**
     * The zone that holds the name and is to be changed there.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where the place cannot be asked, has no such
     *     zone, or has an alias at that name; INPUT where it has several, which it lists
     */
    ZoneProvider zoneFor(Name owner);

    /**
     * The zone that holds the name, an alias or not; empty where the place has no such zone.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where the place cannot be asked; INPUT where it
     *     has several, which it lists
     */
    Optional<ZoneProvider> findZoneFor(Name name);
}
