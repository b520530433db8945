package dev.wgmesh.mesh;

import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.ContactAddress.Use;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.Prefix;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The addresses that this node uses outside of the mesh: its own, its gateways, and those that
 * wg-mesh exchanges packets with. A member that got one could read and answer those packets; as an
 * address of this node itself, it would cut this node off from its gateway or its name server.
 *
 * <p>A name server may be a member, and so may the client of an SSH session. Such an address is the
 * member's own if its packets went through the tunnel before this pass, and no other network of
 * this node has the address. Of a name server that is certain only for an address of a pool: what
 * is in a pool belongs to the mesh.
 */
final class AddressesInUse {
    private final EffectivePolicies policies;
    private final NodeNetwork network;
    private final MemberHistory memory;
    private final PrefixIndex<UsedAddress> used = new PrefixIndex<>();
    private final Set<IpAddress> present;

    /**
     * An address in use.
     *
     * @param article that the text needs as a description; empty: none
     * @param contact empty: an address of this node, or a gateway
     */
    private record UsedAddress(String article, String text, Optional<ContactAddress> contact) {}

    AddressesInUse(
            AcceptedMember self,
            EffectivePolicies policies,
            NodeNetwork network,
            NodeContext node,
            MemberHistory memory) {
        this.policies = policies;
        this.network = network;
        this.memory = memory;
        NodeFacts facts = node.facts();
        this.present = new HashSet<>(network.addresses());
        present.addAll(node.addresses());
        for (IpAddress address : localAddresses(self, network, node)) {
            addOwn("address", address, Optional.empty());
        }
        for (IpAddress address : facts.gateways()) {
            addOwn("gateway", address, Optional.empty());
        }
        for (IpAddress address : facts.resolvers()) {
            addOwn("resolver", address, Optional.of(new ContactAddress(address, Use.RESOLVER)));
        }
        for (ContactAddress contact : facts.contacts()) {
            var address = new UsedAddress("", contact.text(), Optional.of(contact));
            used.add(contact.address().asPrefix(), address);
        }
    }

    private void addOwn(String kind, IpAddress address, Optional<ContactAddress> contact) {
        String text = kind + " " + address + " of this node";
        used.add(address.asPrefix(), new UsedAddress("the ", text, contact));
    }

    /**
     * Returns the addresses of other interfaces, and those of this one that are not to be removed.
     */
    private static Set<IpAddress> localAddresses(
            AcceptedMember self, NodeNetwork network, NodeContext node) {
        Set<IpAddress> mine = new TreeSet<>(network.addresses());
        var owned = new HashSet<>(node.state().owned().addresses());
        var claimed = new HashSet<>(self.published().addresses());
        for (IpAddress address : node.addresses()) {
            if (!owned.contains(address) || claimed.contains(address)) {
                mine.add(address);
            }
        }
        return mine;
    }

    /**
     * Returns the use of an address that this node itself claims, in words. An address that the
     * node has, or had from the mesh before, stays: its name server may be its own.
     */
    Optional<String> at(AddressClaim claim) {
        if (claim.isNet()
                || present.contains(claim.prefix().network())
                || claim.member().holds(claim.prefix())) {
            return Optional.empty();
        }
        return used.first(claim.prefix(), _ -> true)
                .map(address -> address.article() + address.text());
    }

    /** Returns an address in use that the claim contains, in words. */
    Optional<String> in(AddressClaim claim) {
        return used.first(
                        claim.prefix(),
                        address -> address.contact().filter(it -> isOwn(claim, it)).isEmpty())
                .map(UsedAddress::text);
    }

    /** Returns whether the contact is the claiming member itself, reached through the tunnel. */
    private boolean isOwn(AddressClaim claim, ContactAddress contact) {
        AcceptedMember member = claim.member();
        boolean mayBe =
                contact.use() == Use.SSH
                        || policies.bindsClaims()
                                && policies.bounds().inPool(member.list(), contact.address());
        return mayBe
                && claim.prefix().isHost()
                && (member.holds(claim.prefix()) || isAllowedIp(member, claim.prefix()))
                && network.localNetwork(claim.prefix()).isEmpty()
                && network.foreignNetwork(contact.address()).isEmpty();
    }

    private boolean isAllowedIp(AcceptedMember member, Prefix claim) {
        return member.keys()
                .flatMap(key -> memory.peer(key).stream())
                .anyMatch(peer ->
                        peer.peer().allowedIps().stream().anyMatch(it -> it.contains(claim)));
    }
}
