package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Peer;
import java.util.List;

/**
 * A member as a peer of this node.
 *
 * @param peer as it is to be
 * @param candidates for its endpoint, best first
 * @param endpoint what is to be done about its endpoint
 * @param paths one for each accepted claim, sorted
 * @param required false: only kept if the device has it (paths=origin)
 */
public record DesiredPeer(
        HostName host,
        Peer peer,
        List<Endpoint> candidates,
        EndpointChoice endpoint,
        List<ClaimPath> paths,
        boolean required) {
    /** Copies. */
    public DesiredPeer {
        candidates = List.copyOf(candidates);
        paths = List.copyOf(paths);
    }
}
