package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.ClaimPath;
import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.EndpointOrigin;
import dev.wgmesh.mesh.EndpointSource;
import dev.wgmesh.mesh.SessionHealth;
import dev.wgmesh.mesh.Topology;
import dev.wgmesh.mesh.UnreachableGroup;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The state of a mesh on a node: every member with its path, and the reason.
 *
 * @param self the member that this node is
 * @param members every other member, sorted by name
 * @param foreignPeers number of peers of the interface that are not members
 * @param pending what apply would change now
 * @param problems of the last pass, and of the mesh as it was read
 * @param unreachable the members that cannot be reached, as far as DNS says
 */
public record NodeStatus(
        NodeReport report,
        HostName self,
        PathMode paths,
        List<MemberStatus> members,
        int foreignPeers,
        List<PlannedChange> pending,
        List<Problem> problems,
        List<UnreachableGroup> unreachable) {
    public NodeStatus {
        members = members.stream().sorted(Comparator.comparing(MemberStatus::host)).toList();
        pending = List.copyOf(pending);
        problems = List.copyOf(problems);
        unreachable = List.copyOf(unreachable);
    }

    /**
     * Returns the status of a node, by the decisions that apply makes.
     *
     * @param sample counters to compute rates from; empty: those of the last pass
     * @throws dev.wgmesh.problem.Failure UNREADABLE where the mesh lacks this node; REFUSED where
     *     the interface has another key
     */
    public static NodeStatus of(NodeReport report, Optional<TrafficSample> sample) {
        Optional<TrafficSample> before = sample.or(() -> report.lastPass().map(LastPass::traffic));
        InterfaceCheck.check(report.node());
        Topology topology = Topology.of(report.mesh(), report.node());
        DesiredDevice desired = DesiredDevice.of(topology);
        DevicePlan plan = DevicePlanner.plan(topology, desired);
        var peers = new HashMap<PublicKey, PeerState>();
        report.node().peers().forEach(peer -> peers.put(peer.peer().key(), peer));
        int all = peers.size();
        var wanted = new HashMap<HostName, DesiredPeer>();
        desired.peers().forEach(peer -> wanted.put(peer.host(), peer));
        Map<HostName, SessionHealth> sessions = topology.sessions();
        var members = new ArrayList<MemberStatus>();
        int present = 0;
        for (Member member : report.mesh().members()) {
            if (!member.name().equals(desired.self())) {
                Optional<DesiredPeer> peer = Optional.ofNullable(wanted.get(member.name()));
                Optional<PeerState> state = peer.map(it -> peers.get(it.peer().key()));
                present += state.isPresent() ? 1 : 0;
                Optional<SessionHealth> health = Optional.ofNullable(sessions.get(member.name()));
                members.add(member(report, before, member, peer, state, health));
                wanted.remove(member.name());
            }
        }
        for (DesiredPeer peer : wanted.values()) {
            Optional<PeerState> state = Optional.ofNullable(peers.get(peer.peer().key()));
            present += state.isPresent() ? 1 : 0;
            Optional<SessionHealth> health = Optional.ofNullable(sessions.get(peer.host()));
            members.add(unlisted(report, before, peer, state, health));
        }
        List<UnreachableGroup> unreachable = topology.unreachable();
        var reasons = new HashMap<HostName, String>();
        unreachable.forEach(
                group -> group.other().forEach(host -> reasons.put(host, group.reason())));
        members.replaceAll(member ->
                member.path() == MemberPath.WAITING
                        ? member.withReason(reasons.getOrDefault(member.host(), member.reason()))
                        : member);
        Set<HostName> up =
                members.stream()
                        .filter(member -> member.up() && member.path() != MemberPath.RELAY)
                        .map(MemberStatus::host)
                        .collect(Collectors.toSet());
        return new NodeStatus(
                report,
                desired.self(),
                desired.paths(),
                members.stream().map(member -> member.withRelay(up::contains)).toList(),
                all - present,
                plan.changes(),
                Stream.of(
                                report.lastPass().map(LastPass::failed).stream(),
                                report.lastPass().map(LastPass::problems).stream(),
                                Stream.of(plan.messages().problems()),
                                Stream.of(plan.messages().heldBack()))
                        .flatMap(lists -> lists)
                        .flatMap(List::stream)
                        .distinct()
                        .toList(),
                unreachable);
    }

    private static MemberStatus member(
            NodeReport report,
            Optional<TrafficSample> before,
            Member member,
            Optional<DesiredPeer> desired,
            Optional<PeerState> peer,
            Optional<SessionHealth> health) {
        Optional<EndpointOrigin> origin =
                peer.flatMap(it -> it.peer().endpoint())
                        .map(it -> origin(member, it, desired.orElseThrow()));
        MemberPath path =
                peer.isEmpty() || desired.isEmpty()
                        ? MemberPath.ABSENT
                        : path(desired.get(), origin, health.orElse(SessionHealth.IDLE));
        return new MemberStatus(
                member.name(),
                path,
                path.isUp(),
                reason(member, path, desired, peer),
                peer,
                origin,
                desired,
                before.flatMap(sample -> peer.flatMap(it -> sample.rate(it, report.node().now()))),
                Optional.empty());
    }

    /** Returns where an endpoint comes from: observers know some that no record has. */
    private static EndpointOrigin origin(Member member, Endpoint endpoint, DesiredPeer desired) {
        boolean observed =
                desired.endpoint().source() == EndpointSource.OBSERVED
                        && desired.peer().endpoint().equals(Optional.of(endpoint));
        return observed ? EndpointOrigin.OBSERVED : EndpointOrigin.of(member, endpoint);
    }

    /** Returns a member that is no longer in the list, whose peer stays for now. */
    private static MemberStatus unlisted(
            NodeReport report,
            Optional<TrafficSample> before,
            DesiredPeer desired,
            Optional<PeerState> peer,
            Optional<SessionHealth> health) {
        MemberPath path =
                peer.isEmpty()
                        ? MemberPath.ABSENT
                        : path(desired, Optional.empty(), health.orElse(SessionHealth.IDLE));
        return new MemberStatus(
                desired.host(),
                path,
                path.isUp(),
                "no longer in the list, or the list could not be read: its peer stays",
                peer,
                Optional.empty(),
                Optional.of(desired),
                before.flatMap(sample -> peer.flatMap(it -> sample.rate(it, report.node().now()))),
                Optional.empty());
    }

    private static MemberPath path(
            DesiredPeer desired, Optional<EndpointOrigin> origin, SessionHealth health) {
        if (desired.relay().isPresent()) {
            return MemberPath.RELAY;
        }
        return switch (health) {
            case UP -> {
                if (neighbour(desired).isPresent()) {
                    yield MemberPath.LAN;
                }
                boolean observed = origin.equals(Optional.of(EndpointOrigin.OBSERVED));
                yield observed ? MemberPath.OBSERVED : MemberPath.TUNNEL;
            }
            case TRYING -> MemberPath.TRYING;
            case IDLE -> MemberPath.IDLE;
            case WAITING -> MemberPath.WAITING;
            case DEAD -> MemberPath.DEAD;
        };
    }

    private static Optional<ClaimPath> neighbour(DesiredPeer peer) {
        return peer.paths().stream()
                .filter(path ->
                        switch (path.kind()) {
                            case LAN, DIRECT -> true;
                            case PUBLIC, ENDPOINT, TUNNEL, RELAY, ORIGIN -> false;
                        })
                .findFirst();
    }

    private static String reason(
            Member member,
            MemberPath path,
            Optional<DesiredPeer> desired,
            Optional<PeerState> peer) {
        return switch (path) {
            case LAN -> desired.flatMap(NodeStatus::neighbour).map(ClaimPath::reason).orElse("");
            case TUNNEL, OBSERVED, RELAY -> tunnelReason(desired);
            case IDLE ->
                    peer.flatMap(PeerState::handshake).isPresent()
                            ? "nothing was sent since its last session ended"
                            : "nothing was sent to it yet";
            case TRYING -> "an endpoint was written less than 15 s ago";
            case WAITING ->
                    desired.map(it -> it.endpoint().reason())
                            .orElse("waiting for the peer to connect");
            case DEAD -> desired.map(it -> deadReason(it, peer)).orElse("");
            case ABSENT ->
                    desired.isPresent() ? "not a peer of the interface yet" : unresolved(member);
        };
    }

    private static String deadReason(DesiredPeer desired, Optional<PeerState> peer) {
        if (desired.endpoint().unreachable()) {
            return desired.endpoint().reason();
        }
        return peer.flatMap(PeerState::handshake).isPresent()
                ? "its endpoint no longer answers"
                : "its endpoint has never answered";
    }

    private static String tunnelReason(Optional<DesiredPeer> desired) {
        return desired.stream()
                .flatMap(it -> it.paths().stream())
                .filter(path ->
                        path.kind() == ClaimPath.Kind.TUNNEL || path.kind() == ClaimPath.Kind.RELAY)
                .map(ClaimPath::reason)
                .findFirst()
                .orElse("none of its addresses counts here");
    }

    private static String unresolved(Member member) {
        return switch (member.key()) {
            case DnsAnswer.Failed<PublicKey>(Problem problem) ->
                    "its records could not be read: " + problem.what();
            case DnsAnswer.Absent<PublicKey> _ -> "it publishes no key";
            case DnsAnswer.Found<PublicKey> _ ->
                    member.addresses().all().isEmpty()
                            ? "it publishes no mesh address"
                            : "another member has its key";
        };
    }

    /** Returns this status with the results of pings, by mesh address. */
    public NodeStatus withPings(Map<IpAddress, PingResult> results) {
        return new NodeStatus(
                report,
                self,
                paths,
                members.stream()
                        .map(member -> member.withPing(member.address().map(results::get)))
                        .toList(),
                foreignPeers,
                pending,
                problems,
                unreachable);
    }

    /** Returns the counters as read for this status. */
    public TrafficSample traffic() {
        return TrafficSample.of(report.node().now(), report.node().peers());
    }

    /** Returns one member. */
    public Optional<MemberStatus> member(HostName host) {
        return members.stream().filter(member -> member.host().equals(host)).findFirst();
    }

    /** Returns why a member cannot be reached; empty: DNS has a path, or there is a session. */
    Optional<UnreachableGroup> unreachable(HostName host) {
        return unreachable.stream().filter(group -> group.other().contains(host)).findFirst();
    }

    /** Returns whether every listed member has a session. */
    public boolean isComplete() {
        Set<HostName> listed =
                report.mesh().members().stream().map(Member::name).collect(Collectors.toSet());
        return members.stream().allMatch(member -> member.up() || !listed.contains(member.host()));
    }
}
