package dev.wgmesh.mesh;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.PeerState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The members that a node cannot reach: as far as DNS says, and because the node has another
 * address family than DNS says.
 */
final class UnreachableMembers {
    private final Topology topology;
    private final NodeNetwork network;

    UnreachableMembers(Topology topology) {
        this.topology = topology;
        this.network = topology.resolvedMesh().network();
    }

    /** Returns them in groups, without those that have a live session. */
    List<UnreachableGroup> groups() {
        return topology.reachability()
                .unreachableFrom(topology.self(), sentFamilies(), live(), familyFix());
    }

    private Set<HostName> live() {
        List<AcceptedMember> peers = topology.members().peers();
        Set<HostName> live = HashSet.newHashSet(peers.size());
        for (AcceptedMember peer : peers) {
            Optional<PeerState> state = topology.memory().peer(peer.key());
            if (state.isPresent() && state.get().isLive(topology.node().now())) {
                live.add(peer.name());
            }
        }
        return live;
    }

    /** Returns the families that this node has a default route of, or a route to an endpoint. */
    private Set<Family> sentFamilies() {
        Set<Family> families = network.internetFamilies();
        for (EndpointCandidates peer : topology.candidates()) {
            for (Endpoint endpoint : peer.ordered()) {
                families.add(endpoint.address().family());
            }
        }
        return families;
    }

    /** Returns what makes DNS say which families this node has: an address of its network. */
    private String familyFix() {
        Set<Family> families = network.internetFamilies();
        int port =
                topology.node()
                        .actual()
                        .map(DeviceState::port)
                        .filter(listening -> listening > 0)
                        .orElse(Endpoint.DEFAULT_PORT);
        String local =
                network.lanAddresses().stream()
                        .filter(address -> address.scope() == AddressScope.PRIVATE)
                        .filter(address -> families.contains(address.family()))
                        .findFirst()
                        .map(address -> new Endpoint(address, port).toString())
                        .orElse("ADDRESS");
        return "publish its local address: wg-mesh set " + topology.self() + " --endpoint " + local;
    }
}
