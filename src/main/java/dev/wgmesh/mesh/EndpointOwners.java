package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PeerState;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives each endpoint (address and port) to one peer. Of several, the one that answers there has
 * it; else the one whose endpoint it was; else the one that this node has accepted for the longest
 * time; else the only one in the domain of the mesh; else the first by name. The others keep their
 * other candidates.
 */
final class EndpointOwners {
    private final MeshName mesh;
    private final HolePunching punching;
    private final Map<Endpoint, Session> live = new HashMap<>();

    /** A peer that answers at an endpoint. */
    private record Session(PublicKey key, Instant handshake) {}

    private EndpointOwners(MeshName mesh, HolePunching punching) {
        this.mesh = mesh;
        this.punching = punching;
    }

    /** Returns the candidates of each peer, by its name, in the order of the peers. */
    static Map<HostName, EndpointCandidates> assign(
            MeshName mesh, ResolvedMesh resolved, NodeContext node, HolePunching punching) {
        AcceptedMembers members = resolved.members();
        List<AcceptedMember> peers = members.peers();
        var owners = new EndpointOwners(mesh, punching);
        var candidates = LinkedHashMap.<HostName, EndpointCandidates>newLinkedHashMap(peers.size());
        var holders = new ValuesByKey<Endpoint, AcceptedMember>(peers.size());
        for (AcceptedMember peer : peers) {
            EndpointCandidates own =
                    EndpointCandidates.of(peer, resolved, punching.endpoints(peer));
            candidates.put(peer.name(), own);
            for (Endpoint endpoint : own.ordered()) {
                holders.add(endpoint, peer);
            }
            for (Endpoint endpoint : own.withoutRoute()) {
                holders.add(endpoint, peer);
            }
        }
        Map<PublicKey, AcceptedMember> byKey = resolved.byKey();
        owners.addSessions(members, byKey, candidates, node);
        var lost = new HashMap<HostName, Map<Endpoint, String>>();
        holders.forEach((endpoint, rivals) -> {
            PublicKey owner = owners.owner(endpoint, rivals);
            for (AcceptedMember rival : rivals) {
                if (!rival.key().equals(owner)) {
                    String text =
                            Optional.ofNullable(byKey.get(owner))
                                    .map(member -> member.name().text())
                                    .orElse("the peer " + owner + ", which is not a member");
                    lost.computeIfAbsent(rival.name(), _ -> new TreeMap<>()).put(endpoint, text);
                }
            }
        });
        lost.forEach((name, owned) ->
                candidates.computeIfPresent(name, (_, own) -> own.without(name, owned)));
        return candidates;
    }

    /**
     * Takes the peers that answer, but not those that this pass removes, or whose endpoint DNS
     * moves away.
     */
    private void addSessions(
            AcceptedMembers members,
            Map<PublicKey, AcceptedMember> byKey,
            Map<HostName, EndpointCandidates> candidates,
            NodeContext node) {
        // the second key of a member answers where the first one does
        Set<PublicKey> removed = new HashSet<>(members.leavingKeys());
        for (AcceptedMember peer : members.peers()) {
            peer.other().map(OtherKey::key).ifPresent(removed::add);
        }
        boolean foreignStay = members.keepsForeignPeers(node.options());
        for (PeerState peer : node.peers()) {
            PublicKey key = peer.peer().key();
            AcceptedMember found = byKey.get(key);
            AcceptedMember member = found != null && found.key().equals(key) ? found : null;
            Optional<KnownEndpoint> known =
                    member != null ? member.knownEndpoint() : Optional.empty();
            var session = new PeerSession(peer, known, false, node.now());
            boolean stays = member != null || foreignStay && !removed.contains(key);
            if (stays && session.isVerified() && !node.deadPeers().contains(key)) {
                boolean leaves =
                        member != null && isMovedAway(session, candidates.get(member.name()));
                if (session.endpoint().isPresent() && !leaves) {
                    addSession(session.endpoint().get(), peer);
                }
            }
        }
    }

    /** Returns whether the endpoint was in DNS, which now lists others instead. */
    private static boolean isMovedAway(PeerSession session, @Nullable EndpointCandidates now) {
        Optional<Endpoint> used = session.endpoint();
        return now != null
                && used.isPresent()
                && used.equals(session.known().map(KnownEndpoint::endpoint))
                && now.first().isPresent()
                && !now.lists(used.get());
    }

    private void addSession(Endpoint endpoint, PeerState peer) {
        var session = new Session(peer.peer().key(), peer.handshake().orElse(Instant.MIN));
        Session before = live.putIfAbsent(endpoint, session);
        if (before != null && session.handshake().isAfter(before.handshake())) {
            live.put(endpoint, session);
        }
    }

    private PublicKey owner(Endpoint endpoint, List<AcceptedMember> members) {
        Session answers = live.get(endpoint);
        if (answers != null) {
            return answers.key();
        }
        if (members.size() == 1) {
            return members.getFirst().key();
        }
        List<AcceptedMember> tried =
                members.stream().filter(member -> !punching.isGivenUp(member)).toList();
        List<AcceptedMember> rivals = tried.isEmpty() ? members : tried;
        List<AcceptedMember> before =
                rivals.stream()
                        .filter(m ->
                                m.knownEndpoint()
                                        .map(KnownEndpoint::endpoint)
                                        .filter(endpoint::equals)
                                        .isPresent())
                        .toList();
        List<AcceptedMember> left = before.isEmpty() ? rivals : before;
        Optional<HostName> name =
                Seniority.only(left, _ -> true)
                        .or(() -> Seniority.oldest(left))
                        .or(() -> Seniority.inDomain(left, mesh));
        return left.stream()
                .filter(m -> name.isEmpty() || name.get().equals(m.name()))
                .min(Comparator.comparing(AcceptedMember::name))
                .orElseThrow()
                .key();
    }
}
