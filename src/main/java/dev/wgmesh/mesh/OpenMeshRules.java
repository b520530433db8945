package dev.wgmesh.mesh;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import dev.wgmesh.problem.Problem;
import java.util.Optional;

/**
 * What a member of a mesh may claim that no policy limits: private addresses that this node has no
 * other use for. The records of a member decide nothing else.
 */
record OpenMeshRules(AcceptedMember self, EffectivePolicies policies, NodeNetwork network) {
    /** Returns why a claim is refused on every node; empty: it may be accepted. */
    Optional<Problem> refusal(AddressClaim claim) {
        if (claim.isNet()) {
            return Optional.of(claim.refusal("it is a network, and no policy allows it", policy()));
        }
        IpAddress address = claim.prefix().network();
        boolean own =
                claim.member().published().endpoints().stream()
                        .map(Endpoint::address)
                        .anyMatch(address::equals);
        return address.scope() == AddressScope.PUBLIC && !own
                ? Optional.of(
                        claim.refusal(
                                "it is a public address that is not an endpoint of the member, and"
                                        + " no policy allows it",
                                policy()))
                : Optional.empty();
    }

    private String policy() {
        return "the owner of the mesh limits what members may claim: wg-mesh set-policy "
                + policies.root()
                + " --pool CIDR --allow CIDR";
    }

    /** Returns why another member cannot have an address that is in a network of this node. */
    Optional<Problem> localConflict(AddressClaim claim) {
        IpAddress address = claim.prefix().network();
        Optional<String> foreign = network.foreignNetwork(address);
        if (foreign.isPresent()) {
            return Optional.of(
                    claim.refusal(
                            "it is in " + foreign.get() + ", and no policy allows it",
                            network.hasReplaceableRoute(claim.prefix())
                                    ? "remove the route: ip route del "
                                            + claim.prefix()
                                            + ", or replace it: --replace-foreign-routes"
                                    : "give the member an address outside of the networks of its"
                                            + " peers"));
        }
        Optional<OnLinkPrefix> lan = network.localNetwork(claim.prefix());
        return lan.filter(_ -> !claim.member().sharesSite(self))
                .map(found ->
                        claim.refusal(
                                "it is in the local network "
                                        + found.prefix()
                                        + " at "
                                        + found.device()
                                        + ", and the member is of another site",
                                "if the member is on that network, give both the same site:"
                                        + " wg-mesh set HOST --site NAME"));
    }
}
