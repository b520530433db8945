package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NextKey;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides endpoint, keepalive and paths of each member. */
final class PeerDecisions {
    /** The interval that WireGuard recommends behind NAT (wg(8)). */
    private static final Duration KEEPALIVE = Duration.ofSeconds(25);

    /** The interval to an endpoint that never answered. WireGuard sends it without a pass. */
    private static final Duration SILENT_KEEPALIVE = Duration.ofHours(1);

    /** The time that a node has to begin the first handshake with its next key. */
    private static final Duration BEFORE_CALL = Duration.ofSeconds(10);

    private final Topology topology;
    private final MemberHistory memory;
    private final PathTable table;
    private final boolean moved;
    private final boolean behindNat;
    private final PeerPresharedKeys presharedKeys;

    PeerDecisions(Topology topology) {
        NodeContext node = topology.node();
        this.topology = topology;
        this.memory = topology.memory();
        this.presharedKeys = new PeerPresharedKeys(node, topology.members().ownKey());
        this.table =
                new PathTable(
                        topology.paths(),
                        topology.policies().bindsClaims(),
                        node.device(),
                        topology.resolvedMesh().network(),
                        topology.ownAddresses().sources(),
                        node.options().routes());
        this.behindNat = topology.members().self().behindNat();
        List<IpAddress> before = node.state().localAddresses();
        List<IpAddress> now = topology.resolvedMesh().network().lanAddresses();
        this.moved = !before.isEmpty() && !now.isEmpty() && !before.equals(now);
    }

    DesiredPeer of(AcceptedMember member) {
        EndpointCandidates candidates = topology.candidates(member);
        Optional<PeerState> actual = memory.peer(member.key());
        Optional<PeerSession> session = actual.map(peer -> session(member, candidates, peer));
        Optional<Reachability.Pair> relayed = relayed(member);
        EndpointRule.Selection outcome =
                relayed.isPresent()
                        ? unused(session, relayed.get())
                        : endpoint(member, candidates, session);
        boolean near =
                session.isPresent()
                        && isOnLan(candidates, session.get().endpoint())
                        && session.get().isVerified()
                        && session.get().endpoint().equals(outcome.endpoint())
                        && !outcome.choice().write();
        boolean wanted = table.mode() != PathMode.ORIGIN || hasOriginPeer(member);
        var neighbour =
                new PathTable.Neighbour(candidates, outcome.endpoint(), near && relayed.isEmpty());
        List<Prefix> claims = topology.claims().of(member.name());
        var paths = new ArrayList<ClaimPath>(claims.size());
        var allowed = new ArrayList<Prefix>(claims.size());
        for (Prefix claim : claims) {
            ClaimPath path = wanted ? table.of(claim, neighbour) : none(member, claim);
            ClaimPath used = relayed.isEmpty() ? path : relay(path, relayed.get());
            paths.add(withNotice(member, used));
            if (used.kind().isAllowedIp()) {
                allowed.add(claim);
            }
        }
        var peer =
                new Peer(
                        member.key(),
                        outcome.endpoint(),
                        allowed,
                        relayed.isPresent()
                                ? Duration.ZERO
                                : keepalive(candidates, outcome, session));
        return new DesiredPeer(
                member.name(),
                peer,
                candidates.ordered(),
                outcome.choice(),
                paths,
                wanted,
                presharedKeys.of(member.name(), member.key(), actual),
                relayed.flatMap(Reachability.Pair::relay),
                member.other().map(other -> standby(member, other, outcome.endpoint(), wanted)));
    }

    /** Returns the peer of the other key: without allowed IPs, at the endpoint of the first. */
    private StandbyPeer standby(
            AcceptedMember member, OtherKey other, Optional<Endpoint> endpoint, boolean wanted) {
        Optional<PeerState> actual = memory.peer(other.key());
        Instant now = topology.node().now();
        Optional<Instant> awaitedFrom = awaitedFrom(member, other);
        boolean calls = awaitedFrom.filter(from -> now.isAfter(from.plus(BEFORE_CALL))).isPresent();
        boolean write =
                endpoint.isPresent()
                        && actual.filter(peer ->
                                        !peer.isLive(now)
                                                && !peer.peer().endpoint().equals(endpoint))
                                .isPresent();
        var peer = new Peer(other.key(), endpoint, List.of(), calls ? KEEPALIVE : Duration.ZERO);
        var choice = new EndpointChoice(write, true, "that of the other key", EndpointSource.NONE);
        return new StandbyPeer(
                new DesiredPeer(
                        member.name(),
                        peer,
                        List.of(),
                        choice,
                        List.of(),
                        wanted,
                        presharedKeys.standby(member.name(), other.key(), actual),
                        Optional.empty(),
                        Optional.empty()),
                awaitedFrom);
    }

    /** Returns from when on the other key may be used; empty: it was used before this one. */
    private static Optional<Instant> awaitedFrom(AcceptedMember member, OtherKey other) {
        Optional<NextKey> next = NextKey.of(member.published().metadata());
        if (next.isEmpty()) {
            return Optional.of(other.since());
        }
        return next.filter(it -> it.key().equals(other.key())).flatMap(NextKey::from);
    }

    private EndpointRule.Selection endpoint(
            AcceptedMember member, EndpointCandidates candidates, Optional<PeerSession> session) {
        var rule =
                new EndpointRule(
                        candidates,
                        topology.resolvedMesh().network(),
                        moved,
                        topology.node().options().watch(),
                        topology.node().options().forcedEndpoints().contains(member.name()),
                        topology.punching().turn(member));
        return session.isPresent() ? rule.of(session.get()) : rule.forNew();
    }

    /** Returns the endpoint of a peer to which nothing is sent: as it is. */
    private static EndpointRule.Selection unused(
            Optional<PeerSession> session, Reachability.Pair pair) {
        String relay = pair.relay().map(HostName::text).orElseThrow();
        return new EndpointRule.Selection(
                session.flatMap(PeerSession::endpoint),
                new EndpointChoice(false, true, "through the relay " + relay, EndpointSource.NONE));
    }

    /**
     * Returns the pair of this node and the member where a relay passes their packets on. The peer
     * of such a member keeps its session, if any, and has no allowed IPs: those are of the relay.
     */
    private Optional<Reachability.Pair> relayed(AcceptedMember member) {
        Reachability reachability = topology.reachability();
        if (!reachability.hasRelays() || table.mode() == PathMode.ORIGIN) {
            return Optional.empty();
        }
        Reachability.Pair pair = reachability.between(topology.self(), member.name());
        return pair.kind() == Reachability.Kind.RELAY ? Optional.of(pair) : Optional.empty();
    }

    private ClaimPath relay(ClaimPath path, Reachability.Pair pair) {
        return path.through(
                pair.relay().orElseThrow(), pair.reason(), table.intoTunnel(path.claim()));
    }

    /** Returns how the session of each peer that is on the interface is. */
    Map<HostName, SessionHealth> health() {
        var health = new HashMap<HostName, SessionHealth>();
        for (AcceptedMember member : topology.members().peers()) {
            memory.peer(member.key())
                    .map(peer -> session(member, topology.candidates(member), peer))
                    .ifPresent(it -> health.put(member.name(), SessionHealth.of(it)));
        }
        return health;
    }

    /**
     * Adds a notice to a path that takes packets for a local network of this node into the tunnel,
     * except to a member's own address that a policy allows.
     */
    private ClaimPath withNotice(AcceptedMember member, ClaimPath path) {
        var claim = new AddressClaim(member, path.claim());
        boolean limited = table.limited();
        if (path.kind() != ClaimPath.Kind.TUNNEL || limited && !claim.isNet()) {
            return path;
        }
        Optional<OnLinkPrefix> lan = topology.resolvedMesh().network().localNetwork(path.claim());
        return lan.map(OnLinkPrefix::device)
                .map(device -> notice(claim, device, limited))
                .map(path::withNotice)
                .orElse(path);
    }

    private Problem notice(AddressClaim claim, String device, boolean limited) {
        String where = "its " + claim.text() + " is in the local network at " + device;
        return limited
                ? new Problem(
                        claim.owner().text(),
                        where + ", and packets to it go through the tunnel",
                        "if this is wrong, remove net=" + claim.prefix() + " of the member")
                : new Problem(
                        claim.owner().text(),
                        where + ", and no policy limits claims",
                        "limit claims: wg-mesh set-policy "
                                + topology.policies().root()
                                + " --pool CIDR --allow CIDR");
    }

    private PeerSession session(
            AcceptedMember member, EndpointCandidates candidates, PeerState peer) {
        return new PeerSession(
                peer,
                member.knownEndpoint(),
                !keepalive(candidates, peer.peer().endpoint()).isZero(),
                topology.node().now());
    }

    /** Returns the keepalive to write: a long one to an endpoint that never answered. */
    private Duration keepalive(
            EndpointCandidates candidates,
            EndpointRule.Selection outcome,
            Optional<PeerSession> session) {
        Duration usual = keepalive(candidates, outcome.endpoint());
        boolean silent =
                !usual.isZero()
                        && candidates.observed().isEmpty()
                        && !outcome.choice().write()
                        && session.filter(PeerSession::isSilent).isPresent();
        return silent ? SILENT_KEEPALIVE : usual;
    }

    private Duration keepalive(EndpointCandidates candidates, Optional<Endpoint> endpoint) {
        return behindNat || isOnLan(candidates, endpoint) ? KEEPALIVE : Duration.ZERO;
    }

    private static boolean isOnLan(EndpointCandidates candidates, Optional<Endpoint> endpoint) {
        return endpoint.isPresent() && candidates.isLan(endpoint.get());
    }

    /**
     * Returns whether the reference implementation of the plain format has a peer for the member.
     */
    private boolean hasOriginPeer(AcceptedMember member) {
        AcceptedMember self = topology.members().self();
        return !self.name().sharesDomain(member.name())
                && !(hasPublicV4(self) && hasPublicV4(member));
    }

    private static boolean hasPublicV4(AcceptedMember member) {
        return member.publicEndpoints().stream().anyMatch(e -> e.address().family() == Family.V4);
    }

    private static ClaimPath none(AcceptedMember member, Prefix claim) {
        return new ClaimPath(
                claim,
                ClaimPath.Kind.ORIGIN,
                Optional.empty(),
                "paths=origin has no peer " + member.name() + " here, not encrypted");
    }
}
