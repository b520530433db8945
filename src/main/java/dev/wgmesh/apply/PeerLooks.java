package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.files.FolderLock;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.ClaimPath;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.ObserverRound;
import dev.wgmesh.mesh.ObserverRound.NatPair;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.observe.ObserverClient;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.problem.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at the peers between two passes: sessions that end, and keys that are switched. */
final class PeerLooks {
    private final Device device;
    private final StateFolder states;
    private final InstantSource clock;
    private final ObserverClient observers;
    private final PeerSessions sessions = new PeerSessions();
    private final DeadPeerDetection deadPeers = new DeadPeerDetection();
    private final BusyPeers busyPeers = new BusyPeers();
    private final PeerSightings sightings;
    private final KeyHandovers handovers = new KeyHandovers();
    private final Map<PublicKey, IpAddress> tunnelAddresses = new HashMap<>();
    private final List<IpAddress> moved = new ArrayList<>();
    private ObserverRound round = ObserverRound.NONE;

    PeerLooks(Device device, StateFolder states, InstantSource clock, ObserverClient observers) {
        this.device = device;
        this.states = states;
        this.clock = clock;
        this.observers = observers;
        this.sightings = new PeerSightings(observers);
    }

    /** Notes what the last pass decided, and the node that it was decided for. */
    void note(DevicePlan plan, NodeContext node) {
        handovers.note(plan);
        sessions.note(
                plan.desired().peers().stream().map(peer -> peer.peer().key()).toList(),
                plan.desired().peers().stream()
                        .filter(peer -> peer.paths().stream().anyMatch(ClaimPath::dropsDirect))
                        .map(peer -> peer.peer().key())
                        .toList(),
                node.peers());
        round = plan.desired().observers();
        deadPeers.watch(round.pairs());
        tunnelAddresses.clear();
        // of a node behind NAT
        plan.desired().peers().stream()
                .filter(peer -> !peer.peer().keepalive().isZero())
                .forEach(peer ->
                        peer.tunnelAddress(node.addresses())
                                .ifPresent(at -> tunnelAddresses.put(peer.peer().key(), at)));
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

    /** Returns the time until the next look; empty: none is needed before the next pass. */
    Optional<Duration> untilLook() {
        Instant now = clock.instant();
        return Stream.of(
                        sessions.untilLook(),
                        deadPeers.untilLook(now),
                        busyPeers.untilLook(now),
                        handovers.untilLook(now))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /**
     * Reads the peers, and moves the addresses of a member to its next key if that one has made a
     * handshake: packets are lost until then.
     *
     * @return whether that happened, a peer went stale or died since the last pass, or a member may
     *     be a neighbour whose packets a strict reverse path filter drops until the next pass
     * @throws Failure UNREADABLE when the peers cannot be read, PARTIAL when they cannot be changed
     */
    boolean look(PassRequest request) {
        List<PeerState> peers = device.peers();
        Optional<DevicePlan> handover = handovers.due(peers);
        if (handover.isEmpty()) {
            Instant now = clock.instant();
            busyPeers.note(peers, now);
            answerSilence(peers, now);
            boolean dead = deadPeers.hasNewDeadPeer(peers, now);
            observers.probe(deadPeers.toProbe(now));
            return sessions.hasNews(peers, now) || dead;
        }
        try (FolderLock _ = states.lock(request.device())) {
            device.apply(handover.get().deviceChanges());
        }
        handovers.carriedOut(handover.get());
        return true;
    }

    /**
     * Sends a packet to each busy peer that is silent: one with a public endpoint learns from it
     * where this node is now. Where the other one is behind NAT too, both ends of the pair do so,
     * which opens the NATs, and ask observers, who learn from the question where each is now.
     */
    private void answerSilence(List<PeerState> peers, Instant now) {
        Map<PublicKey, NatPair> pairs =
                round.pairs().stream().collect(Collectors.toMap(NatPair::key, Function.identity()));
        List<PublicKey> silent = busyPeers.takeSilent(now);
        if (silent.isEmpty()) {
            sightings.learn(round, pairsOf(busyPeers.busy(), pairs), now);
            return;
        }
        observers.probe(
                silent.stream()
                        .flatMap(key -> Optional.ofNullable(tunnelAddresses.get(key)).stream())
                        .toList());
        List<NatPair> elsewhere =
                sightings.moved(round, pairsOf(silent, pairs), endpoints(peers), now);
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

    private static List<NatPair> pairsOf(
            Collection<PublicKey> keys, Map<PublicKey, NatPair> pairs) {
        return keys.stream().flatMap(key -> Optional.ofNullable(pairs.get(key)).stream()).toList();
    }

    private static Map<PublicKey, PeerState> byKey(List<PeerState> peers) {
        return peers.stream().collect(Collectors.toMap(it -> it.peer().key(), Function.identity()));
    }

    private static Map<PublicKey, Optional<Endpoint>> endpoints(List<PeerState> peers) {
        return peers.stream()
                .collect(Collectors.toMap(it -> it.peer().key(), it -> it.peer().endpoint()));
    }

    /** Returns the key switches that were carried out since the last call. */
    List<DevicePlan> takeHandovers() {
        return handovers.take();
    }

    /** Returns the peers whose path is dead, by their counters as just read. */
    Set<PublicKey> dead(Collection<PeerState> peers, Instant now) {
        return deadPeers.dead(peers, now);
    }
}
