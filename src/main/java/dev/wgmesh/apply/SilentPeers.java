package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.ObserverRound;
import dev.wgmesh.mesh.ObserverRound.NatPair;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.observe.ObserverClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a node behind NAT does about busy peers that go silent: the NAT of one end may have changed.
 */
final class SilentPeers {
    private final Device device;
    private final ObserverClient observers;
    private final DeadPeerDetection deadPeers;
    private final PeerSightings sightings;
    private final BusyPeers busyPeers = new BusyPeers();
    private final Map<PublicKey, IpAddress> tunnelAddresses = new HashMap<>();
    private final Map<PublicKey, NatPair> pairs = new HashMap<>();
    private final List<IpAddress> moved = new ArrayList<>();
    private ObserverRound round = ObserverRound.NONE;

    /** Peers that have moved are declared dead to {@code deadPeers}. */
    SilentPeers(Device device, ObserverClient observers, DeadPeerDetection deadPeers) {
        this.device = device;
        this.observers = observers;
        this.deadPeers = deadPeers;
        this.sightings = new PeerSightings(observers);
    }

    /**
     * Notes what the last pass decided.
     *
     * @param own the addresses of this node inside the mesh
     */
    void note(DesiredDevice desired, Collection<IpAddress> own) {
        round = desired.observers();
        pairs.clear();
        round.pairs().forEach(pair -> pairs.put(pair.key(), pair));
        tunnelAddresses.clear();
        for (DesiredPeer peer : desired.peers()) {
            if (!peer.peer().keepalive().isZero()) { // this node is behind NAT
                peer.tunnelAddress(own).ifPresent(at -> tunnelAddresses.put(peer.peer().key(), at));
            }
        }
        busyPeers.watch(tunnelAddresses.keySet());
        sightings.retain(tunnelAddresses.keySet());
        // the NAT of this node lets packets in only after one went out
        observers.probe(moved);
        moved.clear();
    }

    /** Returns the state with what observers said about the peers that were found to have moved. */
    NodeState withSightings(NodeState state) {
        return sightings.addTo(state);
    }

    /** Returns the time until the next look; empty: no peer is busy. */
    Optional<Duration> untilLook(Instant now) {
        return busyPeers.untilLook(now);
    }

    /**
     * Notes the counters as just read. Sends a packet to each busy peer that is silent: one with a
     * public endpoint learns from it where this node is now. Where the other one is behind NAT too,
     * both ends of the pair do so, which opens the NATs, and ask observers, who learn from the
     * question where each is now.
     */
    void look(List<PeerState> peers, Instant now) {
        busyPeers.note(peers, now);
        List<PublicKey> silent = busyPeers.takeSilent(now);
        if (silent.isEmpty()) {
            sightings.learn(round, pairsOf(busyPeers.busy()), now);
            return;
        }
        observers.probe(
                silent.stream()
                        .flatMap(key -> Optional.ofNullable(tunnelAddresses.get(key)).stream())
                        .toList());
        List<NatPair> elsewhere = sightings.moved(round, pairsOf(silent), endpoints(peers), now);
        if (!elsewhere.isEmpty()) {
            declareDead(elsewhere, byKey(peers), now);
        }
    }

    /** An answer to the packet shows that the path works: no observer is believed then. */
    private void declareDead(
            List<NatPair> elsewhere, Map<PublicKey, PeerState> before, Instant now) {
        Map<PublicKey, PeerState> after = byKey(device.peers());
        for (NatPair pair : elsewhere) {
            PeerState peer = after.get(pair.key());
            PeerState earlier = before.get(pair.key());
            if (peer != null && earlier != null && peer.received() == earlier.received()) {
                deadPeers.declare(peer, now);
                busyPeers.moved(pair.key(), now);
                moved.add(pair.address());
            }
        }
    }

    private List<NatPair> pairsOf(Collection<PublicKey> keys) {
        var found = new ArrayList<NatPair>(keys.size());
        for (PublicKey key : keys) {
            NatPair pair = pairs.get(key);
            if (pair != null) {
                found.add(pair);
            }
        }
        return found;
    }

    private static Map<PublicKey, PeerState> byKey(List<PeerState> peers) {
        return peers.stream().collect(Collectors.toMap(it -> it.peer().key(), Function.identity()));
    }

    private static Map<PublicKey, Optional<Endpoint>> endpoints(List<PeerState> peers) {
        return peers.stream()
                .collect(Collectors.toMap(it -> it.peer().key(), it -> it.peer().endpoint()));
    }
}
