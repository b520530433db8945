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
import java.util.stream.Stream;

/**
 * Gives each endpoint (address and port) to one peer. Of several, the one that answers there has
 * it; else the one whose endpoint it was; else the one that this node has accepted for the longest
 * time; else the only one in the domain of the mesh; else the first by name. The others keep their
 * other candidates.
 */
final class EndpointOwners {
    private final MeshName mesh;
    private final Map<Endpoint, Session> live = new HashMap<>();

    /** A peer that answers at an endpoint. */
    private record Session(PublicKey key, Instant handshake) {}

    private EndpointOwners(MeshName mesh) {
        this.mesh = mesh;
    }

    /** Returns the candidates of each peer, by its name, in the order of the peers. */
    static Map<HostName, EndpointCandidates> assign(
            MeshName mesh, ResolvedMesh resolved, NodeContext node, HolePunching punching) {
        AcceptedMembers members = resolved.members();
        List<AcceptedMember> peers = members.peers();
        var owners = new EndpointOwners(mesh);
        var candidates = new LinkedHashMap<HostName, EndpointCandidates>();
        Map<Endpoint, List<AcceptedMember>> holders = new HashMap<>();
        for (AcceptedMember peer : peers) {
            EndpointCandidates own =
                    EndpointCandidates.of(peer, resolved, punching.endpoints(peer));
            candidates.put(peer.name(), own);
            Stream.concat(own.ordered().stream(), own.withoutRoute().stream())
                    .forEach(e -> holders.computeIfAbsent(e, _ -> new ArrayList<>()).add(peer));
        }
        owners.addSessions(members, candidates, node);
        Map<PublicKey, HostName> names = members.peerNames();
        var lost = new HashMap<HostName, Map<Endpoint, String>>();
        holders.forEach((endpoint, rivals) -> {
            PublicKey owner = owners.owner(endpoint, rivals);
            String text =
                    Optional.ofNullable(names.get(owner))
                            .map(HostName::text)
                            .orElse("the peer " + owner + ", which is not a member");
            rivals.stream()
                    .filter(m -> !m.key().equals(owner))
                    .forEach(m ->
                            lost.computeIfAbsent(m.name(), _ -> new TreeMap<>())
                                    .put(endpoint, text));
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
            Map<HostName, EndpointCandidates> candidates,
            NodeContext node) {
        Map<PublicKey, KnownEndpoint> known = new HashMap<>();
        Map<PublicKey, Endpoint> leaving = new HashMap<>();
        // the second key of a member answers where the first one does
        Set<PublicKey> removed = new HashSet<>(members.leavingKeys());
        var listed = new HashSet<PublicKey>();
        boolean foreignStay = members.keepsForeignPeers(node.options());
        for (AcceptedMember peer : members.peers()) {
            listed.add(peer.key());
            peer.other().map(OtherKey::key).ifPresent(removed::add);
            Optional<KnownEndpoint> endpoint = peer.knownEndpoint();
            endpoint.ifPresent(e -> known.put(peer.key(), e));
            Optional.ofNullable(candidates.get(peer.name()))
                    .filter(own -> own.first().isPresent())
                    .flatMap(
                            own -> endpoint.map(KnownEndpoint::endpoint).filter(e -> !own.lists(e)))
                    .ifPresent(e -> leaving.put(peer.key(), e));
        }
        for (PeerState peer : node.peers()) {
            PublicKey key = peer.peer().key();
            var session =
                    new PeerSession(peer, Optional.ofNullable(known.get(key)), false, node.now());
            boolean stays = listed.contains(key) || foreignStay && !removed.contains(key);
            if (stays && session.isVerified()) {
                Instant handshake = peer.handshake().orElse(Instant.MIN);
                session.endpoint()
                        .filter(e -> !e.equals(leaving.get(key)))
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
        List<AcceptedMember> before =
                members.stream()
                        .filter(m ->
                                m.knownEndpoint()
                                        .map(KnownEndpoint::endpoint)
                                        .filter(endpoint::equals)
                                        .isPresent())
                        .toList();
        List<AcceptedMember> left = before.isEmpty() ? members : before;
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
