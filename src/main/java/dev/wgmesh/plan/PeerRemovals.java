package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.HeldRemovals;
import dev.wgmesh.mesh.KnownMember;
import dev.wgmesh.mesh.Topology;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.DeviceChange.RemovePeer;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The peers that are not members: those of former members are removed, foreign ones are reported.
 *
 * @param changes removals, sorted by key
 * @param heldRemovals members that the guard keeps
 * @param foreign peers that are not ours to touch
 */
record PeerRemovals(
        List<PlannedChange> changes, List<Problem> heldRemovals, List<Problem> foreign) {

    static PeerRemovals of(Topology topology, DesiredDevice desired, Collection<PeerState> peers) {
        Map<PublicKey, String> leaving = leaving(topology, desired);
        Set<PublicKey> staying = HashSet.newHashSet(desired.peers().size());
        for (DesiredPeer peer : desired.peers()) {
            staying.add(peer.peer().key());
            peer.standby().ifPresent(standby -> staying.add(standby.peer().peer().key()));
        }
        boolean removeForeign = topology.node().options().removeForeignPeers();
        boolean free = !topology.hasKeylessMember();
        var changes = new ArrayList<PlannedChange>();
        var foreign = new ArrayList<Problem>();
        for (PeerState state : peers) {
            Peer peer = state.peer();
            if (staying.contains(peer.key())) {
                continue;
            }
            String reason = leaving.get(peer.key());
            if (reason != null) {
                changes.add(new PlannedChange(new RemovePeer(peer.key()), reason));
            } else if (removeForeign && free) {
                changes.add(new PlannedChange(new RemovePeer(peer.key()), "not a member"));
            } else {
                foreign.add(foreignPeer(topology, peer, removeForeign));
            }
        }
        return new PeerRemovals(changes, heldRemovals(topology), foreign);
    }

    /** Returns the owned keys to remove: of members that left, and replaced keys. */
    private static Map<PublicKey, String> leaving(Topology topology, DesiredDevice desired) {
        var leaving = new HashMap<PublicKey, String>();
        for (KnownMember left : topology.removedMembers()) {
            String reason = left.name() + " left the mesh";
            leaving.put(left.key(), reason);
            left.other().ifPresent(other -> leaving.put(other.key(), reason));
        }
        for (DesiredPeer peer : desired.peers()) {
            Optional<KnownMember> known = topology.lastKnown(peer.host());
            if (known.isEmpty()) {
                continue;
            }
            KnownMember before = known.get();
            if (!before.key().equals(peer.peer().key())) {
                leaving.put(before.key(), peer.host() + " has a new key");
            }
            before.other()
                    .ifPresent(other ->
                            leaving.put(
                                    other.key(), peer.host() + " has one key after a rotation"));
        }
        return leaving;
    }

    private static Problem foreignPeer(Topology topology, Peer peer, boolean removeForeign) {
        return new Problem(
                topology.node().device(),
                "peer " + peer.key() + " is not a member and stays unchanged",
                removeForeign
                        ? "this peer may be the member whose key could not be read"
                        : "to remove the peer: wg set "
                                + topology.node().device()
                                + " peer "
                                + peer.key()
                                + " remove");
    }

    private static List<Problem> heldRemovals(Topology topology) {
        List<KnownMember> heldBack = topology.heldMembers();
        Optional<HeldRemovals> waiting = topology.heldRemovals();
        return heldBack.stream()
                .map(KnownMember::name)
                .map(name -> heldRemovals(name, heldBack.size(), waiting))
                .toList();
    }

    private static Problem heldRemovals(HostName name, int gone, Optional<HeldRemovals> waiting) {
        return new Problem(
                name.text(),
                "is no longer listed, like "
                        + (gone - 1)
                        + " others at once: its peer stays"
                        + waiting.map(w -> " (first seen at " + w.since() + ")").orElse(""),
                "if intended: --max-remove " + gone);
    }
}
