package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.Prefix;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A member as a peer of this node.
 *
 * @param peer the desired settings
 * @param candidates for its endpoint, best first
 * @param endpoint whether to write its endpoint
 * @param paths one for each accepted claim, sorted
 * @param required false: only kept if the device has it (paths=origin)
 * @param psk its preshared key
 * @param relay the member whose peer has the allowed IPs of this one; empty: its own has them
 * @param standby the peer of its second key while its key is rotated; empty: none
 */
public record DesiredPeer(
        HostName host,
        Peer peer,
        List<Endpoint> candidates,
        EndpointChoice endpoint,
        List<ClaimPath> paths,
        boolean required,
        PskDecision psk,
        Optional<HostName> relay,
        Optional<StandbyPeer> standby) {
    public DesiredPeer {
        candidates = List.copyOf(candidates);
        paths = List.copyOf(paths);
    }

    /** Returns the claims that the peer of the relay gets as allowed IPs. */
    List<Prefix> relayedClaims() {
        return paths.stream()
                .filter(path -> path.kind() == ClaimPath.Kind.RELAY)
                .map(ClaimPath::claim)
                .toList();
    }

    /**
     * Returns an address of the member inside the tunnel; empty: it has none of a family that this
     * node has too.
     *
     * @param own the addresses of this node inside the mesh
     */
    public Optional<IpAddress> tunnelAddress(Collection<IpAddress> own) {
        return paths.stream()
                .filter(path -> path.kind() == ClaimPath.Kind.TUNNEL && path.claim().isHost())
                .map(path -> path.claim().network())
                .filter(address -> own.stream().anyMatch(it -> it.family() == address.family()))
                .findFirst();
    }

    /** Returns this peer with more allowed IPs. */
    DesiredPeer withAllowedIps(Collection<Prefix> more) {
        List<Prefix> all = Stream.concat(peer.allowedIps().stream(), more.stream()).toList();
        var with = new Peer(peer.key(), peer.endpoint(), all, peer.keepalive());
        return new DesiredPeer(
                host, with, candidates, endpoint, paths, required, psk, relay, standby);
    }

    /** Returns its peers on the interface: that with the allowed IPs, and the standby. */
    public List<DesiredPeer> all() {
        return standby.isEmpty() ? List.of(this) : List.of(this, standby.get().peer());
    }
}
