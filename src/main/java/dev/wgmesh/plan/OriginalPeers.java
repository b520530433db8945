package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.KnownEndpoint;
import dev.wgmesh.mesh.KnownMember;
import dev.wgmesh.mesh.KnownPsk;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.OriginalState.OriginalPeer;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.DeviceChange.UpdatePeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The peers of an interface that were there before wg-mesh, and how they get their former allowed
 * IPs, keepalive and endpoint back, and lose a preshared key that wg-mesh gave them. An endpoint is
 * put back only if wg-mesh wrote another one: a peer that roamed keeps its endpoint.
 *
 * @param changes allowed IPs are taken before they are given
 * @param kept the keys of these peers, sorted
 */
record OriginalPeers(List<PlannedChange> changes, List<PublicKey> kept) {
    private static final String REASON = "as before wg-mesh";

    /**
     * Returns what puts the original peers back.
     *
     * @param present the peers of the interface that wg-mesh did not add
     */
    static OriginalPeers of(NodeState state, List<PeerState> present) {
        List<Peer> others = present.stream().map(PeerState::peer).toList();
        Map<PublicKey, Peer> originals =
                state.original().peers().stream()
                        .collect(Collectors.toMap(OriginalPeer::key, OriginalPeer::peer));
        Set<Prefix> foreign =
                others.stream()
                        .filter(peer -> !originals.containsKey(peer.key()))
                        .flatMap(peer -> peer.allowedIps().stream())
                        .collect(Collectors.toSet());
        Set<PublicKey> written = endpointsWritten(state);
        var take = new ArrayList<PlannedChange>();
        var give = new ArrayList<PlannedChange>();
        var kept = new ArrayList<PublicKey>();
        for (Peer now : others) {
            Optional<Peer> before = Optional.ofNullable(originals.get(now.key()));
            if (before.isPresent()) {
                kept.add(now.key());
                restore(now, before.get(), foreign, written.contains(now.key()), take, give);
            }
        }
        take.addAll(give);
        take.addAll(presharedKeys(state, present));
        return new OriginalPeers(List.copyOf(take), List.copyOf(kept));
    }

    /** Removes the preshared keys of peers that had none. */
    private static List<PlannedChange> presharedKeys(NodeState state, List<PeerState> present) {
        Set<PublicKey> hadNone =
                state.original().peers().stream()
                        .filter(peer -> !peer.presharedKey())
                        .map(OriginalPeer::key)
                        .collect(Collectors.toSet());
        Set<PublicKey> given =
                state.presharedKeys().stream().map(KnownPsk::key).collect(Collectors.toSet());
        return present.stream()
                .filter(PeerState::presharedKey)
                .map(peer -> peer.peer().key())
                .filter(key -> hadNone.contains(key) && given.contains(key))
                .map(key ->
                        new PlannedChange(
                                new DeviceChange.SetPresharedKey(key, Optional.empty()), REASON))
                .toList();
    }

    private static Set<PublicKey> endpointsWritten(NodeState state) {
        return state.members().stream()
                .filter(m -> m.endpoint().flatMap(KnownEndpoint::writtenAt).isPresent())
                .map(KnownMember::key)
                .collect(Collectors.toSet());
    }

    private static void restore(
            Peer now,
            Peer before,
            Set<Prefix> foreign,
            boolean endpointWritten,
            List<PlannedChange> take,
            List<PlannedChange> give) {
        List<Prefix> wanted =
                before.allowedIps().stream().filter(ip -> !foreign.contains(ip)).toList();
        Set<Prefix> stay = new HashSet<>(now.allowedIps());
        stay.retainAll(new HashSet<>(wanted));
        if (stay.size() < now.allowedIps().size() && stay.size() < wanted.size()) {
            take.add(
                    new PlannedChange(
                            new UpdatePeer(
                                    now.key(),
                                    Optional.empty(),
                                    Optional.of(stay.stream().sorted().toList()),
                                    Optional.empty()),
                            REASON));
        }
        Optional<Endpoint> endpoint =
                before.endpoint()
                        .filter(_ -> endpointWritten)
                        .filter(e -> !now.endpoint().equals(Optional.of(e)));
        Optional<List<Prefix>> allowed =
                Optional.of(wanted).filter(ips -> !ips.equals(now.allowedIps()));
        Optional<Duration> keepalive =
                Optional.of(before.keepalive()).filter(k -> !k.equals(now.keepalive()));
        if (endpoint.isPresent() || allowed.isPresent() || keepalive.isPresent()) {
            boolean gives = stay.size() < wanted.size();
            (gives ? give : take)
                    .add(
                            new PlannedChange(
                                    new UpdatePeer(now.key(), endpoint, allowed, keepalive),
                                    REASON));
        }
    }
}
