package dev.wgmesh.provision;

import dev.wgmesh.mesh.MemberContact;
import dev.wgmesh.mesh.SharedNat;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.problem.Problem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Chooses the listen port of a member, which no other member behind its NAT or at its public
 * address has.
 */
final class PortChoice {
    private final HostName host;
    private final Map<Integer, Owner> taken = new HashMap<>();

    /** The member that has a port, and what it shares with the host. */
    private record Owner(HostName name, String shared) {}

    /**
     * Creates the choice for a member.
     *
     * @param endpoints that it is to have
     */
    PortChoice(
            HostName host,
            List<Endpoint> endpoints,
            List<Endpoint> reflexive,
            Metadata metadata,
            MeshSnapshot view) {
        this.host = host;
        Set<String> own = shared(endpoints, reflexive, metadata);
        for (Member other : own.isEmpty() ? List.<Member>of() : view.mesh().members()) {
            if (!other.name().equals(host)) {
                List<Endpoint> theirs = endpoints(other.endpoints());
                shared(theirs, endpoints(other.reflexive()), other.metadataOrNone()).stream()
                        .filter(own::contains)
                        .findFirst()
                        .ifPresent(shared ->
                                port(other)
                                        .ifPresent(port ->
                                                taken.putIfAbsent(
                                                        port, new Owner(other.name(), shared))));
            }
        }
    }

    /** Returns what a member shares with every other that has the same text. */
    private static Set<String> shared(
            List<Endpoint> endpoints, List<Endpoint> reflexive, Metadata metadata) {
        Set<String> shared = new HashSet<>(SharedNat.of(endpoints, reflexive, metadata));
        endpoints.stream()
                .filter(endpoint -> MemberContact.isPublic(endpoint.address(), metadata))
                .forEach(endpoint -> shared.add(SharedNat.text(endpoint.address())));
        return shared;
    }

    static List<Endpoint> endpoints(List<EndpointTarget> targets) {
        return targets.stream()
                .flatMap(target ->
                        target.addresses().all().stream()
                                .map(address -> new Endpoint(address, target.port())))
                .toList();
    }

    /** Returns the port that a member listens at: that of its best SRV record, else 51820. */
    static Optional<Integer> port(Member member) {
        return member.endpoints().stream().map(EndpointTarget::port).findFirst();
    }

    /** Returns the port if it is free, else the first free one above 51819. */
    int free(int wanted) {
        return taken.containsKey(wanted)
                ? IntStream.iterate(Endpoint.DEFAULT_PORT, port -> port % 65535 + 1)
                        .filter(port -> !taken.containsKey(port))
                        .findFirst()
                        .orElseThrow()
                : wanted;
    }

    /** Returns a warning where another member has the port already. */
    Optional<Problem> conflict(int port) {
        return Optional.ofNullable(taken.get(port))
                .map(owner ->
                        new Problem(
                                host + " port " + port,
                                "is the port of "
                                        + owner.name()
                                        + " too, which shares "
                                        + owner.shared()
                                        + ": packets to one of the two do not arrive",
                                "use another port: wg-mesh set "
                                        + host
                                        + " --endpoint ADDRESS:"
                                        + free(port)));
    }

    /** Returns a message about a port that was chosen because another member has the usual one. */
    Problem chosen(int port, int instead) {
        Owner owner = Objects.requireNonNull(taken.get(instead));
        return new Problem(
                host.text(),
                "gets port "
                        + port
                        + ": "
                        + owner.name()
                        + ", which shares "
                        + owner.shared()
                        + ", has port "
                        + instead,
                "if the interface exists already: wg set wg0 listen-port " + port);
    }
}
