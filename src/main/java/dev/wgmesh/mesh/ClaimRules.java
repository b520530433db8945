package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules that refuse a claim whatever other members claim. */
final class ClaimRules {
    private static final int SHORTEST_V4 = 8;
    private static final int SHORTEST_V6 = 32;
    private static final String OWNER_ALLOWS =
            "the owner of the mesh decides which networks members may have: wg-mesh set-policy"
                    + " MESH --allow CIDR";

    private final AcceptedMember self;
    private final EffectivePolicies policies;
    private final PeerAddresses senders;
    private final boolean limited;
    private final NodeNetwork network;
    private final OpenMeshRules openMesh;
    private final AddressesInUse used;
    private final PrefixIndex<Prefix> foreign = new PrefixIndex<>();

    ClaimRules(
            AcceptedMembers members,
            Map<PublicKey, AcceptedMember> byKey,
            EffectivePolicies policies,
            NodeNetwork network,
            NodeContext node,
            MemberHistory memory) {
        this.self = members.self();
        this.policies = policies;
        this.limited = policies.bindsClaims();
        this.network = network;
        this.openMesh = new OpenMeshRules(self, policies, network);
        this.used = new AddressesInUse(self, policies, network, node, memory);
        Set<PublicKey> leaving = members.leavingKeys();
        this.senders = new PeerAddresses(members, byKey, leaving, policies.bounds(), node);
        if (members.keepsForeignPeers(node.options())) {
            for (PeerState peer : node.peers()) {
                PublicKey key = peer.peer().key();
                if (!byKey.containsKey(key) && !leaving.contains(key)) {
                    addForeign(peer);
                }
            }
        }
    }

    private void addForeign(PeerState peer) {
        for (Prefix prefix : peer.peer().allowedIps()) {
            if (prefix.length() > 0) {
                foreign.add(prefix, prefix);
            }
        }
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
        Optional<String> range = SpecialRanges.overlapping(prefix);
        if (range.isPresent()) {
            return Optional.of(
                    claim.refusal("it overlaps " + range.get(), "claim another address"));
        }
        Optional<Problem> conflict = limited ? Optional.empty() : openMesh.refusal(claim);
        if (conflict.isEmpty()) {
            conflict = policyConflict(claim);
        }
        if (conflict.isEmpty()) {
            conflict = reserved(claim);
        }
        if (conflict.isEmpty()) {
            conflict =
                    claim.owner().equals(self.name()) ? ownConflict(claim) : localConflict(claim);
        }
        return conflict;
    }

    /** Returns why an address that belongs to no single machine is refused. */
    private Optional<Problem> reserved(AddressClaim claim) {
        Optional<String> reserved =
                claim.prefix().isHost()
                        ? network.reservedIn(claim.prefix().network())
                        : Optional.empty();
        return reserved.map(
                what -> claim.refusal("it is " + what, "give the member another address"));
    }

    private Optional<Problem> policyConflict(AddressClaim claim) {
        Prefix prefix = claim.prefix();
        if (!policies.bounds().permits(claim.member().list(), prefix)) {
            return Optional.of(
                    claim.refusal(
                            "it is outside the pool= and allow= prefixes of the policy",
                            claim.isNet() ? OWNER_ALLOWS : "claim an address of a pool"));
        }
        if (!claim.isNet()) {
            return Optional.empty();
        }
        if (!policies.bounds().permitsNet(claim.member().list(), prefix)) {
            return Optional.of(
                    claim.refusal(
                            "it is a network outside the allow= prefixes of the policy",
                            OWNER_ALLOWS));
        }
        return policies.bounds()
                .poolIn(prefix)
                .map(pool ->
                        claim.refusal(
                                "it is a network that overlaps pool=" + pool + " of the policy",
                                "remove net=" + prefix + " of the member"));
    }

    private Optional<Problem> ownConflict(AddressClaim claim) {
        return used.at(claim)
                .map(use -> claim.refusal("it is " + use, "give this node another address"));
    }

    private Optional<Problem> localConflict(AddressClaim claim) {
        Optional<String> inUse = used.in(claim);
        if (inUse.isPresent()) {
            return Optional.of(
                    claim.refusal("it overlaps " + inUse.get(), "give the member another address"));
        }
        Optional<Problem> conflict = limited ? Optional.empty() : openMesh.localConflict(claim);
        if (conflict.isEmpty()) {
            conflict = foreignPeer(claim);
        }
        return conflict.isEmpty() ? endpointInside(claim) : conflict;
    }

    private Optional<Problem> foreignPeer(AddressClaim claim) {
        return foreign.first(claim.prefix(), _ -> true)
                .map(has ->
                        claim.refusal(
                                "it overlaps the allowed IP "
                                        + has
                                        + " of a peer on this interface that is not a member",
                                "remove that peer, or all peers that are not members:"
                                        + " --remove-foreign-peers"));
    }

    private Optional<Problem> endpointInside(AddressClaim claim) {
        if (claim.member().holds(claim.prefix())) {
            return Optional.empty();
        }
        return senders.inside(claim)
                .map(s ->
                        claim.refusal(
                                "it contains " + s.address() + ", an endpoint of " + s.peer(),
                                "give the member another address"));
    }
}
