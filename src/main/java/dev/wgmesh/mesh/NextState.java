package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state of a node to save during and after a pass. */
public final class NextState {
    private final Topology topology;
    private final DesiredDevice desired;
    private final MemberHistory memory;

    /** Makes the states of a pass over the topology that leads to the desired device. */
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
        var members = new LinkedHashMap<HostName, KnownMember>();
        eachMember(members, false);
        return state(members, owned, original, true);
    }

    /**
     * Returns the state to keep during the changes, and if one fails: it also contains what existed
     * before, and no endpoint that may have been written counts as proved.
     */
    public NodeState pending(OwnedState owned, OriginalState original) {
        NodeState before = topology.node().state();
        var members = new LinkedHashMap<HostName, KnownMember>();
        eachMember(members, true);
        topology.removedMembers().forEach(k -> members.put(k.name(), k));
        for (KnownMember old : before.members()) {
            members.computeIfPresent(
                    old.name(),
                    (_, now) -> now.key().equals(old.key()) ? withPeersOf(old, now) : old);
        }
        return state(members, owned, original, false);
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
            Map<HostName, KnownMember> members,
            OwnedState owned,
            OriginalState original,
            boolean done) {
        return new NodeState(
                Optional.of(desired.self()),
                members.values().stream().toList(),
                owned,
                original,
                topology.policiesToKeep(),
                localAddresses(done),
                topology.members().heldRemovals(),
                topology.policies().held(),
                topology.members().keyChanges(),
                topology.signedUntil(),
                PeerPresharedKeys.toKeep(topology.node().state().presharedKeys(), desired.peers()),
                topology.members().peers().stream()
                        .flatMap(member -> topology.punching().toKeep(member).stream())
                        .toList());
    }

    /**
     * Returns the addresses to remember: a node that is cut off keeps the earlier ones, to notice a
     * new network later.
     */
    private List<IpAddress> localAddresses(boolean done) {
        List<IpAddress> now = topology.resolvedMesh().network().lanAddresses();
        return done && !now.isEmpty() ? now : topology.node().state().localAddresses();
    }

    private void eachMember(Map<HostName, KnownMember> members, boolean pending) {
        Map<HostName, DesiredPeer> peers = new HashMap<>();
        desired.peers().forEach(p -> peers.put(p.host(), p));
        AcceptedMember self = topology.members().self();
        members.put(self.name(), known(self, Optional.empty()));
        for (AcceptedMember member : topology.members().peers()) {
            Optional<KnownEndpoint> endpoint =
                    Optional.ofNullable(peers.get(member.name()))
                            .flatMap(peer -> endpoint(member, peer, pending));
            members.put(member.name(), known(member, endpoint));
        }
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
        return member.known()
                .map(KnownMember::since)
                .orElseGet(() -> Optional.of(topology.node().now()));
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
        boolean stale = actual.filter(p -> session(peer, p, before).isStale()).isPresent();
        int attempts = stale ? before.map(KnownEndpoint::attempts).orElse(0) + 1 : 0;
        return new KnownEndpoint(
                fromDns && !pending
                        ? endpoint
                        : before.map(KnownEndpoint::endpoint).orElse(endpoint),
                Optional.of(topology.node().now()),
                actual.flatMap(PeerState::handshake),
                actual.map(PeerState::sent).orElse(0L),
                attempts);
    }

    private Optional<KnownEndpoint> kept(
            DesiredPeer peer, Optional<KnownEndpoint> before, Optional<PeerState> actual) {
        if (actual.isEmpty()) {
            return Optional.empty();
        }
        boolean live = session(peer, actual.get(), before).isLive();
        long sent = actual.get().sent();
        Optional<Endpoint> listed = peer.peer().endpoint().filter(peer.candidates()::contains);
        if (before.isEmpty()) {
            return listed.map(
                    e -> new KnownEndpoint(e, Optional.empty(), Optional.empty(), sent, 0));
        }
        KnownEndpoint k = before.get();
        return Optional.of(
                new KnownEndpoint(
                        listed.orElse(k.endpoint()),
                        k.writtenAt(),
                        k.handshakeBefore(),
                        live ? sent : k.sent(),
                        live ? 0 : k.attempts()));
    }

    private PeerSession session(
            DesiredPeer peer, PeerState actual, Optional<KnownEndpoint> before) {
        boolean calls = !peer.peer().keepalive().isZero();
        return new PeerSession(actual, before, calls, topology.node().now());
    }
}
