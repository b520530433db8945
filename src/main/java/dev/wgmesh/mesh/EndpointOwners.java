package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PeerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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
        var candidates = new LinkedHashMap<HostName, EndpointCandidates>();
        var holders = new HashMap<Endpoint, List<AcceptedMember>>();
        for (AcceptedMember peer : peers) {
            EndpointCandidates own =
                    EndpointCandidates.of(peer, resolved, punching.endpoints(peer));
            candidates.put(peer.name(), own);
            own.ordered().forEach(e -> hold(holders, e, peer));
            own.withoutRoute().forEach(e -> hold(holders, e, peer));
        }
        Map<PublicKey, AcceptedMember> byKey = members.peersByKey();
        owners.addSessions(members, byKey, candidates, node);
        var lost = new HashMap<HostName, Map<Endpoint, String>>();
        holders.forEach((endpoint, rivals) -> {
            if (rivals.size() == 1 && !owners.live.containsKey(endpoint)) {
                return;
            }
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

    private static void hold(
            Map<Endpoint, List<AcceptedMember>> holders, Endpoint endpoint, AcceptedMember peer) {
        List<AcceptedMember> before = holders.putIfAbsent(endpoint, List.of(peer));
        if (before != null) {
            holders.put(endpoint, with(before, peer));
        }
    }

    private static List<AcceptedMember> with(List<AcceptedMember> holders, AcceptedMember peer) {
        var several = holders.size() == 1 ? new ArrayList<>(holders) : holders;
        several.add(peer);
        return several;
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
            Optional<AcceptedMember> member =
                    Optional.ofNullable(byKey.get(key)).filter(it -> it.key().equals(key));
            Optional<KnownEndpoint> known = member.flatMap(AcceptedMember::knownEndpoint);
            var session = new PeerSession(peer, known, false, node.now());
            boolean stays = member.isPresent() || foreignStay && !removed.contains(key);
            if (stays && session.isVerified() && !node.deadPeers().contains(key)) {
                Optional<Endpoint> leaving =
                        known.map(KnownEndpoint::endpoint)
                                .filter(e ->
                                        member.map(AcceptedMember::name)
                                                .map(candidates::get)
                                                .filter(own -> own.first().isPresent())
                                                .filter(own -> !own.lists(e))
                                                .isPresent());
                Instant handshake = peer.handshake().orElse(Instant.MIN);
                session.endpoint()
                        .filter(e -> !leaving.equals(Optional.of(e)))
                        .ifPresent(e ->
                                live.merge(
                                        e,
                                        new Session(key, handshake),
                                        (a, b) -> b.handshake().isAfter(a.handshake()) ? b : a));
            }
        }
    }

    private PublicKey owner(Endpoint endpoint, List<AcceptedMember> members) {
        Optional<PublicKey> answers = Optional.ofNullable(live.get(endpoint)).map(Session::key);
        if (answers.isPresent() || members.size() == 1) {
            return answers.orElseGet(() -> members.getFirst().key());
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
