package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Peer;
import java.util.List;

/**
 * A member as a peer of this node.
 *
 * @param peer the desired settings
 * @param candidates for its endpoint, best first
 * @param endpoint whether to write its endpoint
 * @param paths one for each accepted claim, sorted
 * @param required false: only kept if the device has it (paths=origin)
 * @param psk its preshared key
 */
public record DesiredPeer(
        HostName host,
        Peer peer,
        List<Endpoint> candidates,
        EndpointChoice endpoint,
        List<ClaimPath> paths,
        boolean required,
        PskDecision psk) {
    public DesiredPeer {
        candidates = List.copyOf(candidates);
        paths = List.copyOf(paths);
    }
}
