package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.files.FolderLock;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.ClaimPath;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.observe.ObserverClient;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.problem.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at the peers between two passes: sessions that end, and keys that are switched. */
final class PeerLooks {
    private final Device device;
    private final StateFolder states;
    private final InstantSource clock;
    private final ObserverClient observers;
    private final PeerSessions sessions = new PeerSessions();
    private final DeadPeerDetection deadPeers = new DeadPeerDetection();
    private final SilentPeers silentPeers;
    private final KeyHandovers handovers = new KeyHandovers();

    PeerLooks(Device device, StateFolder states, InstantSource clock, ObserverClient observers) {
        this.device = device;
        this.states = states;
        this.clock = clock;
        this.observers = observers;
        this.silentPeers = new SilentPeers(device, observers, deadPeers);
    }

    /** Notes what the last pass decided, and the node that it was decided for. */
    void note(DevicePlan plan, NodeContext node) {
        handovers.note(plan);
        var members = new ArrayList<PublicKey>(plan.desired().peers().size());
        var unproved = new ArrayList<PublicKey>(0);
        for (DesiredPeer peer : plan.desired().peers()) {
            members.add(peer.peer().key());
            for (ClaimPath path : peer.paths()) {
                if (path.dropsDirect()) {
                    unproved.add(peer.peer().key());
                }
            }
        }
        sessions.note(members, unproved, node.peers());
        deadPeers.watch(plan.desired().observers().pairs());
        silentPeers.note(plan.desired(), node.addresses());
    }

    /** Returns the state with what observers said about the peers that were found to have moved. */
    NodeState withSightings(NodeState state) {
        return silentPeers.withSightings(state);
    }

    /** Returns the time until the next look; empty: none is needed before the next pass. */
    Optional<Duration> untilLook() {
        Instant now = clock.instant();
        return sooner(
                sooner(sessions.untilLook(), deadPeers.untilLook(now)),
                sooner(silentPeers.untilLook(now), handovers.untilLook(now)));
    }

    private static Optional<Duration> sooner(Optional<Duration> a, Optional<Duration> b) {
        return a.isEmpty() || b.isPresent() && b.get().compareTo(a.get()) < 0 ? b : a;
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
            silentPeers.look(peers, now);
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

    /** Returns the key switches that were carried out since the last call. */
    List<DevicePlan> takeHandovers() {
        return handovers.take();
    }

    /** Returns the peers whose path is dead, by their counters as just read. */
    Set<PublicKey> dead(Collection<PeerState> peers, Instant now) {
        return deadPeers.dead(peers, now);
    }
}
