package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The state of a node to save during and after a pass. */
public final class NextState {
    private final Topology topology;
    private final DesiredDevice desired;
    private final MemberHistory memory;

    /**
     * Makes the states of a pass.
     *
     * @param desired what the topology leads to
     */
    public NextState(Topology topology, DesiredDevice desired) {
        this.topology = topology;
        this.desired = desired;
        this.memory = topology.memory();
    }

    /**
     * Returns the state after every change.
     *
     * @param owned what wg-mesh has made by then
     * @param original what it has changed by then
     */
    public NodeState after(OwnedState owned, OriginalState original) {
        return state(members(false), owned, original, true);
    }

    /**
     * Returns the state to keep during the changes, and if one fails: it also contains what existed
     * before, and no endpoint that may have been written counts as proved.
     */
    public NodeState pending(OwnedState owned, OriginalState original) {
        NodeState before = topology.node().state();
        var members = new HashMap<HostName, KnownMember>();
        members(true).forEach(member -> members.put(member.name(), member));
        topology.removedMembers().forEach(k -> members.put(k.name(), k));
        for (KnownMember old : before.members()) {
            members.computeIfPresent(
                    old.name(),
                    (_, now) -> now.key().equals(old.key()) ? withPeersOf(old, now) : old);
        }
        return state(members.values(), owned, original, false);
    }

    /** Keeps the second key of a member until its peer is removed. */
    private static KnownMember withPeersOf(KnownMember old, KnownMember now) {
        Optional<PublicKey> former = old.other().map(OtherKey::key);
        boolean removed = former.isPresent() && !now.other().map(OtherKey::key).equals(former);
        return removed
                ? new KnownMember(
                        now.name(),
                        now.list(),
                        now.key(),
                        now.acceptedClaims(),
                        now.published(),
                        now.endpoint(),
                        now.since(),
                        old.other())
                : now;
    }

    private NodeState state(
            Collection<KnownMember> members,
            OwnedState owned,
            OriginalState original,
            boolean done) {
        return new NodeState(
                Optional.of(desired.self()),
                List.copyOf(members),
                owned,
                original,
                topology.policiesToKeep(),
                localAddresses(done),
                topology.members().heldRemovals(),
                topology.policies().held(),
                topology.members().keyChanges(),
                topology.signedUntil(),
                PeerPresharedKeys.toKeep(topology.node().state().presharedKeys(), desired.peers()),
                observed());
    }

    /**
     * Returns the addresses to remember: a node that is cut off keeps the earlier ones, to notice a
     * new network later.
     */
    private List<IpAddress> localAddresses(boolean done) {
        List<IpAddress> now = topology.resolvedMesh().network().lanAddresses();
        return done && !now.isEmpty() ? now : topology.node().state().localAddresses();
    }

    private List<ObservedMember> observed() {
        var observed = new ArrayList<ObservedMember>(0);
        for (AcceptedMember member : topology.members().peers()) {
            topology.punching().toKeep(member).ifPresent(observed::add);
        }
        return observed;
    }

    private List<KnownMember> members(boolean pending) {
        List<AcceptedMember> accepted = topology.members().peers();
        var members = new ArrayList<KnownMember>(accepted.size() + 1);
        members.add(known(topology.members().self(), Optional.empty()));
        // both are in the order of their names, each name once
        Iterator<DesiredPeer> peers = desired.peers().iterator();
        for (AcceptedMember member : accepted) {
            if (!peers.hasNext()) {
                throw new IllegalArgumentException("no desired peer for " + member.name());
            }
            DesiredPeer peer = peers.next();
            if (!peer.host().equals(member.name())) {
                throw new IllegalArgumentException(
                        "the desired peer " + peer.host() + " where " + member.name() + " is due");
            }
            members.add(known(member, endpoint(member, peer, pending)));
        }
        if (peers.hasNext()) {
            throw new IllegalArgumentException(
                    "no member for the desired peer " + peers.next().host());
        }
        return members;
    }

    private KnownMember known(AcceptedMember member, Optional<KnownEndpoint> endpoint) {
        return new KnownMember(
                member.name(),
                member.list(),
                member.key(),
                topology.claims().of(member.name()),
                member.published(),
                endpoint,
                since(member),
                member.other());
    }

    /**
     * Returns since when this node accepts the member; empty also for one whose peer the interface
     * had before the state.
     */
    private Optional<Instant> since(AcceptedMember member) {
        return member.known().isPresent()
                ? member.known().get().since()
                : Optional.of(topology.node().now());
    }

    private Optional<KnownEndpoint> endpoint(
            AcceptedMember member, DesiredPeer peer, boolean pending) {
        Optional<KnownEndpoint> before = member.knownEndpoint();
        Optional<PeerState> actual = memory.peer(member.key());
        if (actual.isEmpty() && !peer.required()) {
            return Optional.empty();
        }
        return peer.endpoint().write()
                ? peer.peer().endpoint().map(e -> written(e, peer, before, actual, pending))
                : kept(peer, before, actual);
    }

    private KnownEndpoint written(
            Endpoint endpoint,
            DesiredPeer peer,
            Optional<KnownEndpoint> before,
            Optional<PeerState> actual,
            boolean pending) {
        boolean fromDns = peer.candidates().contains(endpoint);
        boolean calls = !peer.peer().keepalive().isZero();
        Instant now = topology.node().now();
        boolean stale =
                actual.isPresent() && new PeerSession(actual.get(), before, calls, now).isStale();
        int attempts = stale ? before.map(KnownEndpoint::attempts).orElse(0) + 1 : 0;
        return new KnownEndpoint(
                fromDns && !pending
                        ? endpoint
                        : before.map(KnownEndpoint::endpoint).orElse(endpoint),
                Optional.of(now),
                actual.flatMap(PeerState::handshake),
                actual.map(PeerState::sent).orElse(0L),
                attempts);
    }

    private Optional<KnownEndpoint> kept(
            DesiredPeer peer, Optional<KnownEndpoint> before, Optional<PeerState> actual) {
        if (actual.isEmpty()) {
            return Optional.empty();
        }
        boolean live = actual.get().isLive(topology.node().now());
        long sent = actual.get().sent();
        Optional<Endpoint> used = peer.peer().endpoint();
        boolean listed = used.isPresent() && peer.candidates().contains(used.get());
        if (before.isEmpty()) {
            return listed
                    ? used.map(
                            e -> new KnownEndpoint(e, Optional.empty(), Optional.empty(), sent, 0))
                    : Optional.empty();
        }
        KnownEndpoint k = before.get();
        var now =
                new KnownEndpoint(
                        listed ? used.get() : k.endpoint(),
                        k.writtenAt(),
                        k.handshakeBefore(),
                        live ? sent : k.sent(),
                        live ? 0 : k.attempts());
        return now.equals(k) ? before : Optional.of(now);
    }
}
