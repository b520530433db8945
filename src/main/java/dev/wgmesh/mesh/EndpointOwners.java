package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PeerState;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

    /** Returns the candidates of each peer, by its name. */
    static Map<HostName, EndpointCandidates> assign(
            MeshName mesh, List<AcceptedMember> peers, ResolvedMesh resolved, NodeContext node) {
        var owners = new EndpointOwners(mesh);
        owners.addSessions(peers, node);
        var candidates = new TreeMap<HostName, EndpointCandidates>();
        Map<Endpoint, List<AcceptedMember>> holders = new HashMap<>();
        for (AcceptedMember peer : peers) {
            EndpointCandidates own = EndpointCandidates.of(peer, resolved);
            candidates.put(peer.name(), own);
            Stream.concat(own.ordered().stream(), own.withoutRoute().stream())
                    .forEach(e -> holders.computeIfAbsent(e, _ -> new ArrayList<>()).add(peer));
        }
        Map<PublicKey, HostName> names =
                peers.stream().collect(Collectors.toMap(AcceptedMember::key, AcceptedMember::name));
        var lost = new HashMap<HostName, Map<Endpoint, String>>();
        holders.forEach((endpoint, members) -> {
            PublicKey owner = owners.owner(endpoint, members);
            String text =
                    Optional.ofNullable(names.get(owner))
                            .map(HostName::text)
                            .orElse("the peer " + owner + ", which is not a member");
            members.stream()
                    .filter(m -> !m.key().equals(owner))
                    .forEach(m ->
                            lost.computeIfAbsent(m.name(), _ -> new TreeMap<>())
                                    .put(endpoint, text));
        });
        lost.forEach((name, owned) ->
                candidates.computeIfPresent(name, (_, own) -> own.without(name, owned)));
        return candidates;
    }

    private void addSessions(List<AcceptedMember> peers, NodeContext node) {
        Map<PublicKey, KnownEndpoint> known = new HashMap<>();
        for (AcceptedMember peer : peers) {
            endpoint(peer).ifPresent(e -> known.put(peer.key(), e));
        }
        for (PeerState peer : node.actual().map(DeviceState::peers).orElse(List.of())) {
            PublicKey key = peer.peer().key();
            var session =
                    new PeerSession(peer, Optional.ofNullable(known.get(key)), false, node.now());
            if (session.isVerified()) {
                Instant handshake = peer.handshake().orElse(Instant.MIN);
                session.endpoint()
                        .ifPresent(e ->
                                live.merge(
                                        e,
                                        new Session(key, handshake),
                                        (a, b) -> b.handshake().isAfter(a.handshake()) ? b : a));
            }
        }
    }

    private static Optional<KnownEndpoint> endpoint(AcceptedMember member) {
        return member.known()
                .filter(k -> k.key().equals(member.key()))
                .flatMap(KnownMember::endpoint);
    }

    private PublicKey owner(Endpoint endpoint, List<AcceptedMember> members) {
        Optional<PublicKey> answers = Optional.ofNullable(live.get(endpoint)).map(Session::key);
        if (answers.isPresent() || members.size() == 1) {
            return answers.orElseGet(() -> members.getFirst().key());
        }
        List<AcceptedMember> before =
                members.stream()
                        .filter(m ->
                                endpoint(m)
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
