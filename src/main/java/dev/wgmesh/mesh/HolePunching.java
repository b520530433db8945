package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Nat;
import dev.wgmesh.model.PeerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The meeting of two members behind NAT: both ask the same observers at which endpoint they see the
 * other, and both try it in the same slot.
 */
final class HolePunching {
    private final NodeContext node;
    private final AcceptedMember self;
    private final MemberHistory memory;
    private final Map<HostName, ObservedMember> known;

    HolePunching(NodeContext node, AcceptedMember self, MemberHistory memory) {
        this.node = node;
        this.self = self;
        this.memory = memory;
        this.known =
                node.state().observed().stream()
                        .collect(Collectors.toMap(ObservedMember::host, Function.identity()));
    }

    /**
     * The turn of a pair.
     *
     * @param slot its number
     * @param used whether the slot is one to try in
     * @param isHopeless whether enough was tried to say that it does not work
     */
    record Turn(long slot, boolean used, boolean isHopeless) {
        /** Returns the candidate of the slot, the same position at both ends. */
        Endpoint pick(List<Endpoint> candidates) {
            return candidates.get((int) Math.floorMod(slot, (long) candidates.size()));
        }
    }

    /** Returns whether the pair is behind two NATs and has no session that works. */
    private boolean needsObserver(AcceptedMember member) {
        return isBehindTwoNats(member) && !isLive(member);
    }

    private boolean isBehindTwoNats(AcceptedMember member) {
        return self.behindNat() && member.behindNat();
    }

    private boolean isLive(AcceptedMember member) {
        return hasSession(member) && !node.deadPeers().contains(member.key());
    }

    private boolean hasSession(AcceptedMember member) {
        Optional<PeerState> peer = memory.peer(member.key());
        return peer.isPresent() && peer.get().isLive(node.now());
    }

    private PairHash pair(AcceptedMember member) {
        return new PairHash(self.key(), member.key());
    }

    private ObservedMember observed(AcceptedMember member) {
        return Optional.ofNullable(known.get(member.name()))
                .orElseGet(() -> ObservedMember.never(member.name()));
    }

    /** Returns the endpoints that observers saw: those of present answers, and the one in use. */
    List<ObservedEndpoint> endpoints(AcceptedMember member) {
        ObservedMember seen = known.get(member.name());
        if (seen == null || seen.endpoints().isEmpty()) {
            return List.of();
        }
        Optional<Endpoint> used =
                memory.peer(member.key()).map(PeerState::peer).flatMap(peer -> peer.endpoint());
        return seen.endpoints().stream()
                .filter(e ->
                        node.now().isBefore(e.until()) || used.equals(Optional.of(e.endpoint())))
                .toList();
    }

    /** Returns the turn of a pair that needs observers; empty: it is reached without. */
    Optional<Turn> turn(AcceptedMember member) {
        if (!needsObserver(member)) {
            return Optional.empty();
        }
        ObservedMember before = observed(member);
        var slots = new PairSlots(pair(member));
        long slot = slots.at(node.now());
        return Optional.of(
                new Turn(
                        slot,
                        slot == before.slot() || slots.isUsed(slot, before.asked()),
                        before.tries() > PairSlots.QUICK || isGivenUp(member)));
    }

    /** Returns whether the pair tries observed endpoints, in an order that depends on the time. */
    boolean hasTurns(AcceptedMember member) {
        return !endpoints(member).isEmpty() && needsObserver(member);
    }

    /**
     * Returns whether a pair of which one is behind a symmetric NAT, and says so, was tried: its
     * NAT gives each destination another port than the one that observers see.
     */
    boolean isGivenUp(AcceptedMember member) {
        boolean hard =
                Stream.of(self, member)
                        .anyMatch(it ->
                                it.published().metadata().nat().equals(Optional.of(Nat.HARD)));
        return hard && observed(member).asked() >= PairSlots.QUICK;
    }

    /** Returns what to ask, with peers as decided. */
    ObserverRound round(List<AcceptedMember> members, List<DesiredPeer> peers) {
        if (!self.behindNat()) {
            return ObserverRound.NONE;
        }
        Set<HostName> relayed =
                peers.stream()
                        .filter(peer -> peer.relay().isPresent())
                        .map(DesiredPeer::host)
                        .collect(Collectors.toSet());
        List<AcceptedMember> pairs =
                members.stream()
                        .filter(this::isBehindTwoNats)
                        .filter(member -> !relayed.contains(member.name()))
                        .toList();
        Map<HostName, DesiredPeer> decided =
                pairs.isEmpty()
                        ? Map.of()
                        : peers.stream()
                                .collect(Collectors.toMap(DesiredPeer::host, Function.identity()));
        List<ObserverRound.Sighting> observers =
                pairs.isEmpty() ? List.of() : observers(members, decided);
        if (observers.isEmpty()) {
            return ObserverRound.NONE;
        }
        var questions = new ArrayList<ObserverQuestion>();
        Optional<Instant> next = Optional.empty();
        for (AcceptedMember member : pairs) {
            if (isLive(member) || isGivenUp(member)) {
                continue;
            }
            PairHash pair = pair(member);
            ObservedMember before = observed(member);
            var slots = new PairSlots(pair);
            long slot = slots.at(node.now());
            if (slot != before.slot() && slots.isUsed(slot, before.asked())) {
                questions.add(
                        ObserverRound.question(member.name(), member.key(), pair, slot, observers));
            }
            Instant at = node.now().plus(slots.untilNext(node.now(), before.asked()));
            next = next.filter(sooner -> sooner.isBefore(at)).or(() -> Optional.of(at));
        }
        List<ObserverRound.NatPair> met = withSession(pairs, decided);
        return new ObserverRound(questions, next, met.isEmpty() ? List.of() : observers, met);
    }

    /** Returns the pairs that have a session, which may be dead. */
    private List<ObserverRound.NatPair> withSession(
            List<AcceptedMember> pairs, Map<HostName, DesiredPeer> decided) {
        var found = new ArrayList<ObserverRound.NatPair>();
        for (AcceptedMember member : pairs) {
            Optional.ofNullable(decided.get(member.name()))
                    .filter(_ -> hasSession(member))
                    .flatMap(peer -> peer.tunnelAddress(node.addresses()))
                    .ifPresent(address ->
                            found.add(
                                    new ObserverRound.NatPair(
                                            member.name(), self.key(), member.key(), address)));
        }
        return found;
    }

    private List<ObserverRound.Sighting> observers(
            List<AcceptedMember> members, Map<HostName, DesiredPeer> decided) {
        var found = new ArrayList<ObserverRound.Sighting>();
        for (AcceptedMember member : members) {
            Optional<Integer> port = member.published().metadata().services().observerPort();
            Optional<IpAddress> address =
                    port.flatMap(_ -> Optional.ofNullable(decided.get(member.name())))
                            .filter(_ -> isLive(member))
                            .flatMap(peer -> peer.tunnelAddress(node.addresses()));
            address.ifPresent(at ->
                    found.add(
                            new ObserverRound.Sighting(
                                    member.key(),
                                    new ObserverQuestion.Observer(
                                            member.name(), at, port.orElseThrow()))));
        }
        return found;
    }

    /** Returns what to remember about a member after the pass; empty: nothing. */
    Optional<ObservedMember> toKeep(AcceptedMember member) {
        ObservedMember before = known.get(member.name());
        if (before == null) {
            return Optional.empty();
        }
        List<ObservedEndpoint> endpoints = endpoints(member);
        if (needsObserver(member)) {
            return Optional.of(before.withEndpoints(endpoints));
        }
        return endpoints.isEmpty()
                ? Optional.empty()
                : Optional.of(ObservedMember.never(member.name()).withEndpoints(endpoints));
    }
}
