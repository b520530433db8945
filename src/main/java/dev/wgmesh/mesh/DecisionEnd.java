package dev.wgmesh.mesh;

import dev.wgmesh.lock.LockedMesh;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.PeerState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The time until which a decision is the same for equal {@link DecisionInputs}. While a key is
 * rotated, a preshared key is tried, a guard holds something back, observers are asked, or a pair
 * tries observed endpoints, times of handshakes and the clock itself decide: such a decision is of
 * its moment only.
 */
public final class DecisionEnd {
    /** A decision is made anew that often, and with it the counters of the state are saved. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Topology topology;
    private final DesiredDevice desired;
    private final Instant now;

    private DecisionEnd(Topology topology, DesiredDevice desired) {
        this.topology = topology;
        this.desired = desired;
        this.now = topology.node().now();
    }

    /** Returns that time; the time of the decision where it is of its moment only. */
    public static Instant of(Topology topology, DesiredDevice desired) {
        return new DecisionEnd(topology, desired).end();
    }

    private Instant end() {
        return isOfThisMoment()
                ? now
                : Stream.of(
                                LockedMesh.nextNotice(topology.mesh(), now).stream(),
                                topology.node().state().signedUntil().values().stream(),
                                topology.node().state().observed().stream()
                                        .flatMap(member -> member.endpoints().stream())
                                        .map(ObservedEndpoint::until))
                        .flatMap(times -> times)
                        .filter(now::isBefore)
                        .reduce(now.plus(LONGEST), (a, b) -> a.isBefore(b) ? a : b);
    }

    private boolean isOfThisMoment() {
        return topology.heldRemovals().isPresent()
                || !topology.policies().held().isEmpty()
                || desired.ownKey().switches()
                || desired.ownKey().switchAt().isPresent()
                || desired.observers().next().isPresent()
                || topology.members().peers().stream().anyMatch(topology.punching()::hasTurns)
                || members().anyMatch(DecisionEnd::rotatesKey)
                || desired.peers().stream().anyMatch(DecisionEnd::triesPresharedKey)
                || sharesEndpoint();
    }

    private Stream<AcceptedMember> members() {
        return Stream.concat(
                Stream.of(topology.members().self()), topology.members().peers().stream());
    }

    private static boolean rotatesKey(AcceptedMember member) {
        return member.other().isPresent()
                || member.published().metadata().nextKey().isPresent()
                || member.known()
                        .filter(known ->
                                known.other().isPresent()
                                        || known.published().metadata().nextKey().isPresent())
                        .isPresent();
    }

    /** Returns whether the key of a peer may change with time, or its next handshake shows it. */
    private static boolean triesPresharedKey(DesiredPeer peer) {
        return peer.psk().until().isPresent()
                || peer.psk().kind() != PskDecision.Kind.UNMANAGED && peer.psk().shown().isEmpty();
    }

    /** Returns whether two peers answer at one endpoint: the newer handshake decides. */
    private boolean sharesEndpoint() {
        var live = new HashSet<Endpoint>();
        for (PeerState peer : topology.node().peers()) {
            Optional<Endpoint> at = peer.peer().endpoint();
            if (at.isPresent() && peer.isLive(now) && !live.add(at.get())) {
                return true;
            }
        }
        return false;
    }
}
