package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.PeerState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides which key of a member gets its addresses while the key is rotated. Both keys are peers;
 * the one with the newer handshake has the allowed IPs.
 */
final class KeyRollover {
    /** How long a key that DNS no longer has may keep its session. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final NodeContext node;
    private final MemberHistory memory;
    private final Set<HostName> remembered;
    private final Set<HostName> pinned;
    private final Map<PublicKey, HostName> holders;

    /**
     * Takes the members.
     *
     * @param peers each with a key of its own
     * @param mine the keys of this node, which no other member has
     * @param remembered the members whose key is from the state, not from DNS
     * @param pinned the members whose key in DNS is not trusted
     */
    KeyRollover(
            NodeContext node,
            MemberHistory memory,
            KeyOwners owners,
            List<AcceptedMember> peers,
            Set<PublicKey> mine,
            Set<HostName> remembered,
            Set<HostName> pinned) {
        this.node = node;
        this.memory = memory;
        this.remembered = remembered;
        this.pinned = pinned;
        this.holders = HashMap.newHashMap(peers.size());
        for (AcceptedMember peer : peers) {
            holders.put(peer.key(), peer.name());
        }
        for (AcceptedMember peer : peers) {
            if (peer.known().isPresent()) {
                KnownMember known = peer.known().get();
                if (!known.key().equals(peer.key())) {
                    holders.putIfAbsent(known.key(), peer.name());
                }
                known.other().ifPresent(it -> holders.putIfAbsent(it.key(), peer.name()));
            }
        }
        addNextKeys(peers, owners);
        mine.forEach(holders::remove);
    }

    private void addNextKeys(List<AcceptedMember> peers, KeyOwners owners) {
        List<AcceptedMember> announcing =
                peers.stream()
                        .filter(peer -> peer.published().metadata().nextKey().isPresent())
                        .toList();
        if (announcing.isEmpty()) {
            return;
        }
        // a peer that somebody else made is no next key
        Set<PublicKey> foreign = new HashSet<>();
        node.peers().forEach(peer -> foreign.add(peer.peer().key()));
        node.state().owned().peers().forEach(foreign::remove);
        var byNext = new ValuesByKey<PublicKey, AcceptedMember>(announcing.size());
        for (AcceptedMember peer : announcing) {
            PublicKey next = peer.published().metadata().nextKey().orElseThrow();
            if (!holders.containsKey(next) && !foreign.contains(next)) {
                byNext.add(next, peer);
            }
        }
        byNext.forEach((key, rivals) ->
                owners.of(key, rivals).ifPresent(owner -> holders.put(key, owner)));
    }

    private boolean holds(AcceptedMember member, PublicKey key) {
        return Optional.of(member.name()).equals(Optional.ofNullable(holders.get(key)));
    }

    /** Returns the member with the key that gets its addresses, and the other key. */
    AcceptedMember of(AcceptedMember member) {
        Optional<OtherKey> before =
                member.otherBefore().filter(other -> holds(member, other.key()));
        if (remembered.contains(member.name()) || pinned.contains(member.name())) {
            return before.map(other -> newer(member, other.key(), other.since())).orElse(member);
        }
        Optional<PublicKey> next =
                member.published()
                        .metadata()
                        .nextKey()
                        .filter(key -> !key.equals(member.key()) && holds(member, key))
                        .filter(key -> !node.options().pin() || member.announced(key));
        if (next.isPresent()) {
            Instant since =
                    before.filter(other -> hasKeys(member, other, next.get()))
                            .map(OtherKey::since)
                            .orElseGet(node::now);
            return newer(member, next.get(), since);
        }
        return member.known().flatMap(known -> former(member, known)).orElse(member);
    }

    private static boolean hasKeys(AcceptedMember member, OtherKey other, PublicKey next) {
        return other.key().equals(next) || other.key().equals(member.key());
    }

    /** Returns the member with the key of the newer session, the second one if equal. */
    private AcceptedMember newer(AcceptedMember member, PublicKey second, Instant since) {
        Optional<Instant> there = handshake(second);
        boolean isSecond = there.filter(at -> !isAfter(handshake(member.key()), at)).isPresent();
        return isSecond
                ? member.withKeys(second, new OtherKey(member.key(), since))
                : member.withKeys(member.key(), new OtherKey(second, since));
    }

    /**
     * Returns the member with a key that it had or announced before, while that one has the newer
     * session, for an hour at most: the node has not switched yet. Empty: it has no such session.
     */
    private Optional<AcceptedMember> former(AcceptedMember member, KnownMember known) {
        PublicKey key = member.key();
        if (known.key().equals(key) && known.other().isEmpty()) {
            return Optional.empty();
        }
        boolean announced = known.key().equals(key) || member.announced(key);
        Instant since =
                known.published().metadata().nextKey().isPresent()
                        ? node.now()
                        : known.other().map(OtherKey::since).orElseGet(node::now);
        if (!announced || node.now().isAfter(since.plus(LONGEST))) {
            return Optional.empty();
        }
        return Stream.concat(Stream.of(known.key()), known.other().map(OtherKey::key).stream())
                .filter(former -> !former.equals(key) && holds(member, former))
                .filter(former ->
                        memory.peer(former).filter(peer -> peer.isLive(node.now())).isPresent())
                .filter(former ->
                        handshake(key).filter(at -> !isAfter(handshake(former), at)).isEmpty())
                .findFirst()
                .map(former -> member.withKeys(former, new OtherKey(key, since)));
    }

    private Optional<Instant> handshake(PublicKey key) {
        return memory.peer(key).flatMap(PeerState::handshake);
    }

    private static boolean isAfter(Optional<Instant> one, Instant other) {
        return one.filter(at -> at.isAfter(other)).isPresent();
    }
}
