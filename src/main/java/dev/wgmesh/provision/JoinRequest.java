package dev.wgmesh.provision;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A host that is to become a member.
 *
 * @param list the list that is to name the host
 * @param addresses to have; the pools of a sub-list that is made are among them
 * @param endpoints to publish at the host's own name; all of one port; empty: none are added
 * @param metadata to publish; what it leaves out is not touched
 * @param ttl of new RRsets; empty: the policy's, else the list's, else 300 s
 */
public record JoinRequest(
        HostName host,
        ListRequest list,
        KeyRequest key,
        AddressRequest addresses,
        List<Endpoint> endpoints,
        Metadata metadata,
        Optional<Duration> ttl) {
    /** Sorts and copies. */
    public JoinRequest {
        endpoints = endpoints.stream().distinct().sorted().toList();
    }
}
