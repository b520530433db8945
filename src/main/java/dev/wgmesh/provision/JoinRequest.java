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
 * @param hasPort whether their port must be that one; else a free one is chosen where others share
 *     the address
 * @param metadata to publish; what it leaves out is not touched
 * @param ttl of new RRsets; empty: the policy's, else the list's, else 300 s
 */
public record JoinRequest(
        HostName host,
        ListRequest list,
        KeyRequest key,
        AddressRequest addresses,
        List<Endpoint> endpoints,
        boolean hasPort,
        Metadata metadata,
        Optional<Duration> ttl) {
    /** Creates a request for endpoints at exactly these ports. */
    public JoinRequest(
            HostName host,
            ListRequest list,
            KeyRequest key,
            AddressRequest addresses,
            List<Endpoint> endpoints,
            Metadata metadata,
            Optional<Duration> ttl) {
        this(host, list, key, addresses, endpoints, true, metadata, ttl);
    }

    /** Sorts and copies. */
    public JoinRequest {
        endpoints = endpoints.stream().distinct().sorted().toList();
    }
}
