package dev.wgmesh.plan;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Peer;
import java.util.List;

/**
 * A member in a static configuration.
 *
 * @param otherEndpoints that the member has besides the one of {@code peer}, best first
 */
public record StaticPeer(HostName host, Peer peer, List<Endpoint> otherEndpoints) {
    public StaticPeer {
        otherEndpoints = List.copyOf(otherEndpoints);
    }
}
