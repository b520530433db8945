package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.SortedList;
import java.util.List;

/**
 * The records of a member; the last known ones for a type whose lookup failed.
 *
 * @param addresses its claimed mesh addresses, sorted
 * @param endpoints where packets may be sent, in the order of its SRV records
 * @param reflexive its addresses and ports behind NAT, in order
 */
public record PublishedMember(
        List<IpAddress> addresses,
        List<Endpoint> endpoints,
        List<Endpoint> reflexive,
        Metadata metadata) {
    /** Sorts and copies. */
    public PublishedMember {
        addresses = SortedList.copyOf(addresses);
        endpoints = SortedList.distinct(endpoints);
        reflexive = SortedList.distinct(reflexive);
    }
}
