package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The mesh with its accepted claims, against which endpoints are checked. */
final class ResolvedMesh {
    private final AcceptedMembers members;
    private final Map<PublicKey, AcceptedMember> byKey;
    private final EffectivePolicies policies;
    private final AcceptedClaims claims;
    private final NodeNetwork network;
    private final Set<IpAddress> localAddresses;
    private final PrefixIndex<ClaimOwner> holders = new PrefixIndex<>();

    private record ClaimOwner(HostName name, Prefix claim) {}

    ResolvedMesh(
            AcceptedMembers members,
            Map<PublicKey, AcceptedMember> byKey,
            EffectivePolicies policies,
            AcceptedClaims claims,
            NodeNetwork network) {
        this.members = members;
        this.byKey = byKey;
        this.policies = policies;
        this.claims = claims;
        this.network = network;
        this.localAddresses = new HashSet<>(network.addresses());
        localAddresses.addAll(members.self().published().addresses());
        claims.accepted()
                .forEach((name, prefixes) -> {
                    for (Prefix prefix : prefixes) {
                        holders.add(prefix, new ClaimOwner(name, prefix));
                    }
                });
    }

    AcceptedMembers members() {
        return members;
    }

    /** Returns the peers by each key that they have. */
    Map<PublicKey, AcceptedMember> byKey() {
        return byKey;
    }

    AcceptedClaims claims() {
        return claims;
    }

    EffectivePolicies policies() {
        return policies;
    }

    NodeNetwork network() {
        return network;
    }

    /** Returns the addresses of this node, in the mesh and outside. */
    Set<IpAddress> localAddresses() {
        return localAddresses;
    }

    /** Returns whether an address of the member may be reachable on a local network. */
    boolean isOnSharedLan(AcceptedMember member, IpAddress address) {
        return address.scope() == AddressScope.PRIVATE
                && member.sharesSite(members.self())
                && network.isOnLink(address);
    }

    /** Returns why packets to the address would be routed into the mesh; empty: they would not. */
    Optional<String> meshConflict(AcceptedMember member, IpAddress endpoint) {
        if (policies.bounds().inPool(member.list(), endpoint)) {
            return Optional.of("it is in a pool of the mesh");
        }
        return otherHolder(member, endpoint)
                .map(h -> "it is in " + h.claim() + ", which " + h.name() + " claims");
    }

    /** Returns whether packets to the address would be routed into the mesh. */
    boolean isInMesh(AcceptedMember member, IpAddress endpoint) {
        return policies.bounds().inPool(member.list(), endpoint)
                || otherHolder(member, endpoint).isPresent();
    }

    private Optional<ClaimOwner> otherHolder(AcceptedMember member, IpAddress endpoint) {
        return holders.first(endpoint.asPrefix(), h -> !h.name().equals(member.name()));
    }
}
