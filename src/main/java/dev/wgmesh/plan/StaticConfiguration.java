package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.mesh.Reachability;
import dev.wgmesh.mesh.SelfSelector;
import dev.wgmesh.mesh.Topology;
import dev.wgmesh.mesh.TunnelMtu;
import dev.wgmesh.mesh.UnreachableGroup;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The WireGuard configuration of a member that does not run wg-mesh, such as a phone. It holds what
 * DNS said when it was made, and does not follow DNS.
 *
 * @param key of the member
 * @param addresses of its interface, sorted
 * @param port UDP port to listen at
 * @param mtu of the interface, in octets
 * @param peers the members that it reaches, sorted by host
 * @param problems members that it does not reach, and refused records
 * @param read when DNS was read
 * @param ttl how long the records that were read may be kept
 */
public record StaticConfiguration(
        MeshName mesh,
        HostName host,
        PublicKey key,
        List<IpAddress> addresses,
        int port,
        int mtu,
        List<StaticPeer> peers,
        List<Problem> problems,
        Instant read,
        Duration ttl) {
    private static final String ADD_RELAY =
            "make a member with a public endpoint a relay: wg-mesh set HOST --relay";

    public StaticConfiguration {
        addresses = List.copyOf(addresses);
        peers = List.copyOf(peers);
        problems = List.copyOf(problems);
    }

    /**
     * Returns the configuration of a member: what {@code apply} would set up on a machine of which
     * nothing is known. Members that meet by hole punching only, which needs {@code apply} at both
     * ends, are left out.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where the list or policy cannot be read, or the
     *     list lacks the member
     */
    public static StaticConfiguration of(Mesh mesh, Member member, Instant now) {
        var node =
                new NodeContext(
                        new SelfSelector.ByName(member.name()),
                        "wg0",
                        Optional.empty(),
                        NodeFacts.NONE,
                        NodeState.EMPTY,
                        PassOptions.DEFAULT.creatingInterface(),
                        false,
                        now);
        Topology topology = Topology.of(mesh, node);
        DesiredDevice desired = DesiredDevice.of(topology);
        var problems = new ArrayList<>(topology.problems());
        topology.unreachable().stream()
                .map(StaticConfiguration::unreachable)
                .forEach(problems::add);
        List<DesiredPeer> peers =
                desired.peers().stream()
                        .filter(peer -> peer.required() && peer.relay().isEmpty())
                        .toList();
        List<HostName> punched =
                peers.stream()
                        .map(DesiredPeer::host)
                        .filter(host -> kind(topology, host) == Reachability.Kind.OBSERVED)
                        .toList();
        if (!punched.isEmpty()) {
            problems.add(punched(punched));
        }
        return new StaticConfiguration(
                mesh.name(),
                member.name(),
                member.key().found().orElseThrow(),
                desired.addresses(),
                topology.port(),
                TunnelMtu.of(List.of()),
                peers.stream()
                        .filter(peer -> isReached(kind(topology, peer.host())))
                        .map(StaticConfiguration::peer)
                        .toList(),
                problems,
                now,
                mesh.ttl());
    }

    private static Reachability.Kind kind(Topology topology, HostName peer) {
        return topology.reachability().between(topology.self(), peer).kind();
    }

    private static boolean isReached(Reachability.Kind kind) {
        return kind == Reachability.Kind.LAN || kind == Reachability.Kind.PUBLIC;
    }

    private static StaticPeer peer(DesiredPeer peer) {
        List<Endpoint> others =
                peer.candidates().stream()
                        .filter(it -> !peer.peer().endpoint().equals(Optional.of(it)))
                        .toList();
        return new StaticPeer(peer.host(), peer.peer(), others);
    }

    private static Problem unreachable(UnreachableGroup group) {
        return new Problem(group.problem().where(), group.problem().what(), ADD_RELAY);
    }

    private static Problem punched(List<HostName> hosts) {
        return new Problem(
                hosts.stream().map(HostName::text).collect(Collectors.joining(", ")),
                "not in the configuration: both ends are behind NAT, and only wg-mesh apply asks"
                        + " observers for endpoints",
                ADD_RELAY);
    }
}
