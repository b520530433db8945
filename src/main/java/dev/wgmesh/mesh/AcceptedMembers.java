package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.SortedList;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The accepted members of a pass.
 *
 * @param ownKey the key of this node
 * @param peers every other member, sorted by name, including held-back removals
 * @param removed known members that are no longer listed, whose peers are removed
 * @param heldBack known members that are no longer listed, whose peers the guard keeps
 * @param hasKeylessMember a list failed, or the key of a listed member is unknown: any peer may be
 *     a member
 * @param heldRemovals what the removal guard waits for
 * @param keyChanges keys to remember that DNS changed without a next-key
 * @param keyProblems those that are not trusted
 */
record AcceptedMembers(
        AcceptedMember self,
        OwnKey ownKey,
        List<AcceptedMember> peers,
        List<KnownMember> removed,
        List<KnownMember> heldBack,
        boolean hasKeylessMember,
        Optional<HeldRemovals> heldRemovals,
        List<KeyChange> keyChanges,
        List<Problem> keyProblems,
        List<Problem> problems) {
    AcceptedMembers {
        peers = SortedList.copyOf(peers, AcceptedMember::name);
        removed = List.copyOf(removed);
        heldBack = List.copyOf(heldBack);
        keyChanges = List.copyOf(keyChanges);
        keyProblems = List.copyOf(keyProblems);
        problems = List.copyOf(problems);
    }

    /**
     * Returns the accepted members.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where the list failed, is empty or lacks this
     *     node
     */
    static AcceptedMembers of(Mesh mesh, NodeContext node, MemberHistory memory) {
        return new Membership(mesh, node, memory).resolve();
    }

    /** Returns this node and its peers, sorted by name. */
    List<AcceptedMember> all() {
        var all = new ArrayList<AcceptedMember>(peers.size() + 1);
        all.add(self);
        all.addAll(peers);
        all.sort((a, b) -> a.name().compareTo(b.name()));
        return all;
    }

    /** Returns the peers by each key that they have. */
    Map<PublicKey, AcceptedMember> peersByKey() {
        var byKey = HashMap.<PublicKey, AcceptedMember>newHashMap(peers.size());
        for (AcceptedMember peer : peers) {
            peer.other().ifPresent(other -> byKey.put(other.key(), peer));
        }
        for (AcceptedMember peer : peers) {
            byKey.put(peer.key(), peer);
        }
        return byKey;
    }

    /** Returns the keys that a member had before it left or got another one. */
    Set<PublicKey> leavingKeys() {
        Set<PublicKey> keys = removed.stream().map(KnownMember::key).collect(Collectors.toSet());
        for (AcceptedMember peer : peers) {
            if (peer.known().isPresent()) {
                KnownMember before = peer.known().get();
                if (!before.key().equals(peer.key())) {
                    keys.add(before.key());
                }
                before.other().map(OtherKey::key).ifPresent(keys::add);
            }
        }
        if (!keys.isEmpty()) {
            peers.forEach(peer -> {
                peer.keys().forEach(keys::remove);
            });
        }
        return keys;
    }

    /** Returns whether the peers of the interface that are not members stay. */
    boolean keepsForeignPeers(PassOptions options) {
        return !options.removeForeignPeers() || hasKeylessMember;
    }
}
