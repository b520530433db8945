package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.problem.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a node publishes of what it sees: endpoints of members behind NAT, and its own. */
public final class PublishRequests {
    /** How long after its last handshake a member counts as seen; WireGuard renews every 2 min. */
    private static final Duration SEEN = Duration.ofMinutes(3);

    private final Mesh mesh;
    private final DeviceState device;

    /** Creates the requests of a node, whose interface has the key of a member. */
    public PublishRequests(Mesh mesh, DeviceState device) {
        this.mesh = mesh;
        this.device = device;
    }

    /**
     * Returns a request for each member without a public endpoint that had a handshake in the last
     * 3 minutes, where its {@code _reflexive} record says something else; sorted by name.
     */
    public List<SetRequest> sightings(Instant now) {
        Map<PublicKey, Endpoint> seen = new HashMap<>();
        for (PeerState peer : device.peers()) {
            if (peer.hasHandshakeWithin(SEEN, now)) {
                peer.peer().endpoint().ifPresent(at -> seen.put(peer.peer().key(), at));
            }
        }
        var requests = new ArrayList<SetRequest>();
        for (Member member : mesh.members()) {
            Optional<Endpoint> at =
                    member.key().found().flatMap(key -> Optional.ofNullable(seen.get(key)));
            at.filter(_ -> endpoints(member.endpoints()).noneMatch(PublishRequests::isPublic))
                    .filter(endpoint -> !isPublished(member, endpoint))
                    .map(endpoint -> reflexive(member.name(), endpoint))
                    .ifPresent(requests::add);
        }
        return requests;
    }

    private static Stream<Endpoint> endpoints(List<EndpointTarget> targets) {
        return targets.stream()
                .flatMap(target ->
                        target.addresses().all().stream()
                                .map(address -> new Endpoint(address, target.port())));
    }

    private static boolean isPublic(Endpoint endpoint) {
        return endpoint.address().scope() == AddressScope.PUBLIC;
    }

    private static boolean isPublished(Member member, Endpoint endpoint) {
        return endpoints(member.reflexive()).toList().equals(List.of(endpoint));
    }

    private SetRequest reflexive(HostName host, Endpoint endpoint) {
        return new SetRequest(
                host,
                mesh.name(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                UnaryOperator.identity(),
                Optional.of(endpoint));
    }

    /**
     * Returns a request for the public addresses of this node and the port of its interface; empty:
     * DNS has them.
     *
     * @throws Failure REFUSED where no member has the key of the interface, or the node has no
     *     public address
     */
    public Optional<SetRequest> self(NodeFacts facts) {
        Member self =
                mesh.members().stream()
                        .filter(member -> member.key().found().equals(device.key()))
                        .findFirst()
                        .orElseThrow(() ->
                                Failure.refused(
                                        "interface " + device.name(),
                                        "has the key of no member of " + mesh.name(),
                                        "see: wg-mesh list " + mesh.name()));
        List<Endpoint> own =
                facts.addresses().stream()
                        .map(at -> new Endpoint(at.address(), device.port()))
                        .filter(PublishRequests::isPublic)
                        .distinct()
                        .sorted()
                        .toList();
        if (own.isEmpty()) {
            throw Failure.refused(
                    self.name().text(),
                    "has no public address on its interfaces",
                    "leave out --self: a public member publishes where it sees this node");
        }
        if (endpoints(self.endpoints()).distinct().sorted().toList().equals(own)) {
            return Optional.empty();
        }
        return Optional.of(
                new SetRequest(
                        self.name(),
                        mesh.name(),
                        Optional.empty(),
                        Optional.of(own),
                        Optional.empty(),
                        UnaryOperator.identity()));
    }
}
