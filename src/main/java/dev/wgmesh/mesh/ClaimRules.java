package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules that refuse a claim whatever other members claim. */
final class ClaimRules {
    private static final int SHORTEST_V4 = 8;
    private static final int SHORTEST_V6 = 32;

    private final AcceptedMember self;
    private final EffectivePolicies policies;
    private final NodeNetwork network;
    private final OwnClaimRules own;
    private final PrefixIndex<String> taken = new PrefixIndex<>();
    private final PrefixIndex<PeerAddress> senders = new PrefixIndex<>();
    private final Set<Prefix> foreign = new HashSet<>();

    /** An address that packets for a peer are sent to. */
    private record PeerAddress(String peer, IpAddress address) {}

    ClaimRules(
            AcceptedMembers members,
            EffectivePolicies policies,
            NodeNetwork network,
            NodeContext node) {
        this.self = members.self();
        this.policies = policies;
        this.network = network;
        this.own = new OwnClaimRules(network, node);
        localAddresses(node)
                .forEach(a -> taken.add(a.asPrefix(), "address " + a + " of this node"));
        node.facts()
                .gateways()
                .forEach(a -> taken.add(a.asPrefix(), "gateway " + a + " of this node"));
        node.facts()
                .resolvers()
                .forEach(a -> taken.add(a.asPrefix(), "resolver " + a + " of this node"));
        endpoints(members, node);
    }

    /**
     * Returns the addresses of other interfaces, and those of this one that are not to be removed.
     */
    private Set<IpAddress> localAddresses(NodeContext node) {
        Set<IpAddress> mine = network.addresses();
        List<IpAddress> owned = node.state().owned().addresses();
        List<IpAddress> claimed = self.published().addresses();
        node.actual().stream()
                .map(DeviceState::addresses)
                .flatMap(List::stream)
                .filter(a -> !owned.contains(a) || claimed.contains(a))
                .forEach(mine::add);
        return mine;
    }

    private void endpoints(AcceptedMembers members, NodeContext node) {
        Map<PublicKey, HostName> names =
                members.peers().stream()
                        .collect(Collectors.toMap(AcceptedMember::key, AcceptedMember::name));
        Set<PublicKey> owned = node.state().peerKeys().collect(Collectors.toSet());
        boolean foreignStay = !node.options().removeForeignPeers() || members.hasKeylessMember();
        for (PeerState peer : node.actual().map(DeviceState::peers).orElse(List.of())) {
            PublicKey key = peer.peer().key();
            Optional<HostName> name = Optional.ofNullable(names.get(key));
            if (name.isEmpty() && !owned.contains(key) && foreignStay) {
                foreign.addAll(peer.peer().allowedIps());
            }
            if (name.isPresent() || !owned.contains(key)) {
                String text = name.map(HostName::text).orElse("peer " + key);
                peer.peer().endpoint().ifPresent(e -> addEndpoint(text, e));
            }
        }
        for (AcceptedMember member : members.peers()) {
            member.publicEndpoints().stream()
                    .filter(e -> e.address().scope() == AddressScope.PUBLIC)
                    .filter(e -> !policies.inPool(member.list(), e.address()))
                    .forEach(e -> addEndpoint(member.name().text(), e));
        }
    }

    private void addEndpoint(String peer, Endpoint endpoint) {
        senders.add(endpoint.address().asPrefix(), new PeerAddress(peer, endpoint.address()));
    }

    /** Returns the length of the widest prefix that a member may claim. */
    static int shortest(Family family) {
        return family == Family.V4 ? SHORTEST_V4 : SHORTEST_V6;
    }

    /** Returns why the claim is refused; empty: no rule refuses it. */
    Optional<Problem> refusal(AddressClaim claim) {
        Prefix prefix = claim.prefix();
        int shortest = shortest(prefix.family());
        if (prefix.length() < shortest) {
            return Optional.of(
                    claim.refusal(
                            "it is wider than /" + shortest + " and would take over default routes",
                            "claim narrower prefixes"));
        }
        if (!prefix.network().scope().isUnicast() || !prefix.lastAddress().scope().isUnicast()) {
            return Optional.of(
                    claim.refusal("it is not a unicast address", "claim another address"));
        }
        if (!policies.permits(claim.member().list(), prefix)) {
            return Optional.of(
                    claim.refusal(
                            "it is outside the pool= and allow= prefixes of the policy",
                            "claim an address of a pool, or add allow="
                                    + prefix
                                    + " to the policy"));
        }
        return reserved(claim)
                .or(() ->
                        claim.owner().equals(self.name())
                                ? own.refusal(claim)
                                : localConflict(claim));
    }

    /** Returns why an address that belongs to no single machine is refused. */
    private Optional<Problem> reserved(AddressClaim claim) {
        return Optional.of(claim.prefix())
                .filter(Prefix::isHost)
                .flatMap(prefix -> network.reservedIn(prefix.network()))
                .map(what -> claim.refusal("it is " + what, "give the member another address"));
    }

    private Optional<Problem> localConflict(AddressClaim claim) {
        Optional<String> hit = taken.overlapping(claim.prefix()).stream().findFirst();
        if (hit.isPresent()) {
            return Optional.of(
                    claim.refusal("it overlaps " + hit.get(), "give the member another address"));
        }
        Optional<OnLinkPrefix> lan = network.localNetwork(claim.prefix());
        if (lan.isPresent() && claim.isNet() && !policies.bindsClaims()) {
            return Optional.of(
                    claim.refusal(
                            "it is part of the local network "
                                    + lan.get().prefix()
                                    + " at "
                                    + lan.get().device()
                                    + ", and no policy allows it",
                            "if it is correct, allow it: wg-mesh set-policy "
                                    + policies.root()
                                    + " --pool CIDR --allow "
                                    + claim.prefix()));
        }
        if (foreign.contains(claim.prefix())) {
            return Optional.of(
                    claim.refusal(
                            "a peer on this interface that is not a member already has it",
                            "remove that peer, or all peers that are not members:"
                                    + " --remove-foreign-peers"));
        }
        return senders.overlapping(claim.prefix()).stream()
                .filter(s -> !s.peer().equals(claim.owner().text()))
                .filter(s -> !policies.inPool(claim.member().list(), s.address()))
                .filter(_ -> !claim.member().holds(claim.prefix()))
                .findFirst()
                .map(s ->
                        claim.refusal(
                                "it contains " + s.address() + ", an endpoint of " + s.peer(),
                                "give the member another address"));
    }
}
