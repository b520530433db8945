package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Metadata;
import java.util.List;

/**
 * What a member says in DNS; a type that failed is as it was last found.
 *
 * @param addresses its mesh addresses as it claims them, sorted
 * @param endpoints where packets may be sent, in the order of its SRV records
 * @param reflexive its address and port as others see them, in order
 */
public record PublishedMember(
        List<IpAddress> addresses,
        List<Endpoint> endpoints,
        List<Endpoint> reflexive,
        Metadata metadata) {
    /** Sorts and copies. */
    public PublishedMember {
        addresses = addresses.stream().distinct().sorted().toList();
        endpoints = endpoints.stream().distinct().toList();
        reflexive = reflexive.stream().distinct().toList();
    }
}
