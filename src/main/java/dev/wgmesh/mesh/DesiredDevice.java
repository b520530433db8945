package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.model.SortedList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * The desired state of an interface, its addresses and routes.
 *
 * @param self the member that this node is
 * @param ownKey the key of the interface
 * @param device the interface's name
 * @param paths the mode that decided
 * @param peers sorted by host, each host once
 * @param addresses of this node on the interface, sorted
 * @param routes sorted
 * @param observers what to ask observers about peers without a session
 */
public record DesiredDevice(
        HostName self,
        OwnKey ownKey,
        String device,
        PathMode paths,
        List<DesiredPeer> peers,
        List<IpAddress> addresses,
        List<Route> routes,
        ObserverRound observers) {
    /** Sorts and copies; rejects two peers of one host. */
    public DesiredDevice {
        peers = SortedList.copyOf(peers, DesiredPeer::host);
        addresses = SortedList.copyOf(addresses);
        routes = routes.stream().sorted().toList();
    }

    /** Returns the desired state of the interface of the topology's node. */
    public static DesiredDevice of(Topology topology) {
        var decisions = new PeerDecisions(topology);
        List<DesiredPeer> peers =
                withRelayed(topology.members().peers().stream().map(decisions::of).toList());
        var routes = new ArrayList<Route>(peers.size());
        for (DesiredPeer peer : peers) {
            for (ClaimPath path : peer.paths()) {
                path.route().ifPresent(routes::add);
            }
        }
        return new DesiredDevice(
                topology.members().self().name(),
                topology.members().ownKey(),
                topology.node().device(),
                topology.paths(),
                peers,
                topology.ownAddresses().desired(),
                routes,
                topology.punching().round(topology.members().peers(), peers));
    }

    /** Gives the claims of relayed members to the peers of their relays. */
    private static List<DesiredPeer> withRelayed(List<DesiredPeer> peers) {
        var relayed = new HashMap<HostName, List<Prefix>>();
        for (DesiredPeer peer : peers) {
            peer.relay()
                    .ifPresent(relay ->
                            relayed.computeIfAbsent(relay, _ -> new ArrayList<>())
                                    .addAll(peer.relayedClaims()));
        }
        if (relayed.isEmpty()) {
            return peers;
        }
        return peers.stream()
                .map(peer ->
                        Optional.ofNullable(relayed.get(peer.host()))
                                .map(peer::withAllowedIps)
                                .orElse(peer))
                .toList();
    }
}
