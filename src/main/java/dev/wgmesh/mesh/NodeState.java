package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.SortedList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The state of a node between two passes, as saved in the state file.
 *
 * @param self the member that this node was; empty before the first pass
 * @param members the last accepted mesh, including this node; sorted by name, each name once
 * @param owned what wg-mesh made, and may remove
 * @param original what wg-mesh found and changed, as it was before
 * @param policies of the mesh's list and its sub-lists, as last read; sorted by list
 * @param localAddresses the last known addresses of this node outside of the mesh, sorted
 * @param heldRemovals the list that the removal guard waits for; empty: nothing is held back
 * @param heldPolicies policies that the policy guard holds back; sorted by list
 * @param keyChanges keys that DNS changed without a next-key, and keys of former members that are
 *     pinned; sorted by host
 * @param signedUntil the latest end of a signature that was accepted of a member, until it passes;
 *     empty without a lock
 * @param observed what observers said about members that have no session, or had none; sorted by
 *     host
 * @param presharedKeys peers that wg-mesh gave a preshared key; sorted by host, then by key
 */
public record NodeState(
        Optional<HostName> self,
        List<KnownMember> members,
        OwnedState owned,
        OriginalState original,
        List<KnownPolicy> policies,
        List<IpAddress> localAddresses,
        Optional<HeldRemovals> heldRemovals,
        List<HeldPolicy> heldPolicies,
        List<KeyChange> keyChanges,
        SortedMap<HostName, Instant> signedUntil,
        List<KnownPsk> presharedKeys,
        List<ObservedMember> observed) {
    /** The state of a node before its first pass, or after the loss of its state. */
    public static final NodeState EMPTY =
            new NodeState(
                    Optional.empty(),
                    List.of(),
                    OwnedState.EMPTY,
                    OriginalState.EMPTY,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    new TreeMap<>(),
                    List.of(),
                    List.of());

    /** Sorts and copies; rejects two entries of one member, list or preshared key. */
    public NodeState {
        members = SortedList.copyOf(members, KnownMember::name);
        policies = SortedList.copyOf(policies, KnownPolicy::list);
        localAddresses = SortedList.copyOf(localAddresses);
        heldPolicies = SortedList.copyOf(heldPolicies, HeldPolicy::list);
        keyChanges = SortedList.copyOf(keyChanges, KeyChange::host);
        presharedKeys = presharedKeys.stream().sorted(NodeState::comparePresharedKeys).toList();
        requireDistinctKeys(presharedKeys);
        observed = SortedList.copyOf(observed, ObservedMember::host);
        signedUntil = Collections.unmodifiableSortedMap(new TreeMap<>(signedUntil));
    }

    private static void requireDistinctKeys(List<KnownPsk> presharedKeys) {
        var keys = new HashSet<PublicKey>();
        for (KnownPsk known : presharedKeys) {
            if (!keys.add(known.key())) {
                throw new IllegalArgumentException("two entries of " + known.key());
            }
        }
    }

    private static int comparePresharedKeys(KnownPsk a, KnownPsk b) {
        int byHost = a.host().compareTo(b.host());
        return byHost != 0 ? byHost : a.key().compareTo(b.key());
    }

    /** Returns the last known state of a member; empty for a member never accepted. */
    public Optional<KnownMember> member(HostName name) {
        return members.stream().filter(m -> m.name().equals(name)).findFirst();
    }

    /** Returns this state with other key changes. */
    public NodeState withKeyChanges(List<KeyChange> changes) {
        return with(members, changes, observed);
    }

    /**
     * Returns this state after another pass that decided the same: each live session has its count
     * of octets sent.
     */
    public NodeState withCounters(Collection<PeerState> peers, Instant now) {
        Map<PublicKey, PeerState> live = new HashMap<>();
        for (PeerState peer : peers) {
            if (peer.isLive(now)) {
                live.put(peer.peer().key(), peer);
            }
        }
        var counted = new ArrayList<KnownMember>(members.size());
        boolean differs = false;
        for (KnownMember member : members) {
            PeerState peer = live.get(member.key());
            KnownMember after = peer != null ? member.withSent(peer.sent()) : member;
            differs |= !after.equals(member);
            counted.add(after);
        }
        return differs ? with(counted, keyChanges, observed) : this;
    }

    /**
     * Returns this state after observers were asked.
     *
     * @param answers by member; empty for a member: no observer sees it; none: no observer answered
     */
    public NodeState withAnswers(
            List<ObserverQuestion> questions, Map<HostName, List<ObservedEndpoint>> answers) {
        var asked = new TreeMap<HostName, ObservedMember>();
        observed.forEach(member -> asked.put(member.host(), member));
        for (ObserverQuestion question : questions) {
            HostName host = question.member();
            ObservedMember before = asked.getOrDefault(host, ObservedMember.never(host));
            List<ObservedEndpoint> endpoints = answers.getOrDefault(host, before.endpoints());
            asked.put(host, before.answered(question.slot(), endpoints));
        }
        return with(members, keyChanges, List.copyOf(asked.values()));
    }

    /** Returns the keys of all known members but this node. */
    public Stream<PublicKey> peerKeys() {
        return members.stream()
                .filter(m -> !self.equals(Optional.of(m.name())))
                .map(KnownMember::key);
    }

    private NodeState with(
            List<KnownMember> known, List<KeyChange> changes, List<ObservedMember> seen) {
        return new NodeState(
                self,
                known,
                owned,
                original,
                policies,
                localAddresses,
                heldRemovals,
                heldPolicies,
                changes,
                signedUntil,
                presharedKeys,
                seen);
    }
}
