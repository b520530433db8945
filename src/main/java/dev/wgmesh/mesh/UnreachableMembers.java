package dev.wgmesh.mesh;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
        return topology.members().peers().stream()
                .filter(peer ->
                        topology.memory()
                                .peer(peer.key())
                                .filter(state -> state.isLive(topology.node().now()))
                                .isPresent())
                .map(AcceptedMember::name)
                .collect(Collectors.toSet());
    }

    /** Returns the families that this node has a default route of, or a route to an endpoint. */
    private Set<Family> sentFamilies() {
        Set<Family> families = network.internetFamilies();
        topology.candidates().stream()
                .flatMap(peer -> peer.ordered().stream())
                .forEach(endpoint -> families.add(endpoint.address().family()));
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
