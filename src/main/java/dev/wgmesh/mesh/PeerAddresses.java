package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The addresses that packets for peers are sent to, by the interface and by DNS. */
final class PeerAddresses {
    private final AcceptedMembers members;
    private final Map<PublicKey, AcceptedMember> byKey;
    private final Set<PublicKey> leaving;
    private final PolicyBounds bounds;
    private final NodeContext node;

    /** Made by the first search: a node whose members all keep their claims needs none. */
    private Optional<PrefixIndex<PeerAddress>> index = Optional.empty();

    /** An address of a peer, which is named by its host or its key. */
    record PeerAddress(String peer, IpAddress address) {}

    /**
     * Takes the members.
     *
     * @param byKey the members by each key that they have
     * @param leaving the keys of peers that this pass removes
     */
    PeerAddresses(
            AcceptedMembers members,
            Map<PublicKey, AcceptedMember> byKey,
            Set<PublicKey> leaving,
            PolicyBounds bounds,
            NodeContext node) {
        this.members = members;
        this.byKey = byKey;
        this.leaving = leaving;
        this.bounds = bounds;
        this.node = node;
    }

    /** Returns an address in the claim that is another member's, and in no pool; empty: none. */
    Optional<PeerAddress> inside(AddressClaim claim) {
        if (index.isEmpty()) {
            index = Optional.of(all());
        }
        return index.get()
                .first(
                        claim.prefix(),
                        it ->
                                !it.peer().equals(claim.owner().text())
                                        && !bounds.inPool(claim.member().list(), it.address()));
    }

    private PrefixIndex<PeerAddress> all() {
        var all = new PrefixIndex<PeerAddress>();
        for (PeerState peer : node.peers()) {
            PublicKey key = peer.peer().key();
            Optional<Endpoint> endpoint = peer.peer().endpoint();
            if (endpoint.isPresent() && !leaving.contains(key)) {
                AcceptedMember member = byKey.get(key);
                add(all, member != null ? member.name().text() : "peer " + key, endpoint.get());
            }
        }
        for (AcceptedMember member : members.peers()) {
            for (Endpoint endpoint : member.publicEndpoints()) {
                if (endpoint.address().scope() == AddressScope.PUBLIC
                        && !bounds.inPool(member.list(), endpoint.address())) {
                    add(all, member.name().text(), endpoint);
                }
            }
        }
        return all;
    }

    private static void add(PrefixIndex<PeerAddress> all, String peer, Endpoint endpoint) {
        all.add(endpoint.address().asPrefix(), new PeerAddress(peer, endpoint.address()));
    }
}
