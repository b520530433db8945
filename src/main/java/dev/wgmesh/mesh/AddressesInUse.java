package dev.wgmesh.mesh;

import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.ContactAddress.Use;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses that this node uses outside of the mesh: its own, its gateways, and those that
 * wg-mesh exchanges packets with. A member that got one could read and answer those packets.
 *
 * <p>A name server may be a member, and so may the client of an SSH session. Such an address is the
 * member's own if its packets went through the tunnel before this pass, and no other network of
 * this node has the address. Of a name server that is certain only for an address of a pool: what
 * is in a pool belongs to the mesh.
 */
final class AddressesInUse {
    private final EffectivePolicies policies;
    private final NodeNetwork network;
    private final PrefixIndex<UsedAddress> used = new PrefixIndex<>();
    private final Map<String, PrefixIndex<Prefix>> carried = new HashMap<>();

    /**
     * An address in use.
     *
     * @param contact empty: an address of this node, or a gateway
     */
    private record UsedAddress(String text, Optional<ContactAddress> contact) {}

    AddressesInUse(
            AcceptedMember self,
            EffectivePolicies policies,
            NodeNetwork network,
            NodeContext node) {
        this.policies = policies;
        this.network = network;
        NodeFacts facts = node.facts();
        for (IpAddress address : localAddresses(self, network, node)) {
            add(address, "address " + address + " of this node", Optional.empty());
        }
        for (IpAddress address : facts.gateways()) {
            add(address, "gateway " + address + " of this node", Optional.empty());
        }
        for (IpAddress address : facts.resolvers()) {
            var contact = new ContactAddress(address, Use.RESOLVER);
            add(address, "resolver " + address + " of this node", Optional.of(contact));
        }
        for (ContactAddress contact : facts.contacts()) {
            add(contact.address(), contact.text(), Optional.of(contact));
        }
        for (PeerState peer : node.actual().map(DeviceState::peers).orElse(List.of())) {
            var index = new PrefixIndex<Prefix>();
            peer.peer().allowedIps().forEach(prefix -> index.add(prefix, prefix));
            carried.put(peer.peer().key().base64(), index);
        }
    }

    private void add(IpAddress address, String text, Optional<ContactAddress> contact) {
        used.add(address.asPrefix(), new UsedAddress(text, contact));
    }

    /**
     * Returns the addresses of other interfaces, and those of this one that are not to be removed.
     */
    private static Set<IpAddress> localAddresses(
            AcceptedMember self, NodeNetwork network, NodeContext node) {
        Set<IpAddress> mine = network.addresses();
        var owned = new HashSet<>(node.state().owned().addresses());
        var claimed = new HashSet<>(self.published().addresses());
        for (IpAddress address : node.actual().map(DeviceState::addresses).orElse(List.of())) {
            if (!owned.contains(address) || claimed.contains(address)) {
                mine.add(address);
            }
        }
        return mine;
    }

    /** Returns an address in use that the claim contains, in words. */
    Optional<String> in(AddressClaim claim) {
        return used.overlapping(claim.prefix()).stream()
                .filter(address ->
                        address.contact().isEmpty() || !isOwn(claim, address.contact().get()))
                .map(UsedAddress::text)
                .findFirst();
    }

    /** Returns whether the contact is the claiming member itself, reached through the tunnel. */
    private boolean isOwn(AddressClaim claim, ContactAddress contact) {
        AcceptedMember member = claim.member();
        boolean mayBe =
                contact.use() == Use.SSH
                        || policies.bindsClaims()
                                && policies.inPool(member.list(), contact.address());
        return mayBe
                && claim.prefix().isHost()
                && (member.holds(claim.prefix()) || isAllowedIp(member, claim.prefix()))
                && network.localNetwork(claim.prefix()).isEmpty()
                && network.foreignNetwork(contact.address()).isEmpty();
    }

    private boolean isAllowedIp(AcceptedMember member, Prefix claim) {
        return Optional.ofNullable(carried.get(member.key().base64())).stream()
                .flatMap(index -> index.overlapping(claim).stream())
                .anyMatch(prefix -> prefix.contains(claim));
    }
}
