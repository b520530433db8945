package dev.wgmesh.mesh;

import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.problem.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What this node may not have as its own mesh address: an address that it sends packets to. Whoever
 * writes its records could cut it off from its gateway or its name server.
 */
final class OwnClaimRules {
    private final PrefixIndex<String> used = new PrefixIndex<>();
    private final Set<IpAddress> present;

    /** Takes the addresses that the node has, and those that it sends packets to. */
    OwnClaimRules(NodeNetwork network, NodeContext node) {
        present = new HashSet<>(network.addresses());
        node.actual().map(DeviceState::addresses).ifPresent(present::addAll);
        addAll(node.facts().gateways(), "the gateway ");
        addAll(node.facts().resolvers(), "the resolver ");
        node.facts()
                .contacts()
                .forEach(contact -> used.add(contact.address().asPrefix(), contact.text()));
    }

    private void addAll(List<IpAddress> addresses, String use) {
        addresses.forEach(a -> used.add(a.asPrefix(), use + a + " of this node"));
    }

    /**
     * Returns why a claim of this node itself is refused. An address that the node has, or had from
     * the mesh before, stays: its name server may be its own.
     */
    Optional<Problem> refusal(AddressClaim claim) {
        if (claim.isNet()
                || present.contains(claim.prefix().network())
                || claim.member().holds(claim.prefix())) {
            return Optional.empty();
        }
        return used.overlapping(claim.prefix()).stream()
                .findFirst()
                .map(use -> claim.refusal("it is " + use, "give this node another address"));
    }
}
