package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Nat;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.SortedList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An accepted member: listed, with a key of its own; the last known records replace failed lookups.
 *
 * @param key of the peer that has its addresses
 * @param known its last accepted state; empty for a new member
 * @param other its second key while its key is rotated; empty: none
 */
record AcceptedMember(
        HostName name,
        MeshName list,
        PublicKey key,
        PublishedMember published,
        Optional<KnownMember> known,
        Optional<OtherKey> other) {
    /** Creates a member with one key. */
    AcceptedMember(
            HostName name,
            MeshName list,
            PublicKey key,
            PublishedMember published,
            Optional<KnownMember> known) {
        this(name, list, key, published, known, Optional.empty());
    }

    static AcceptedMember ofKnown(KnownMember member) {
        return new AcceptedMember(
                member.name(),
                member.list(),
                member.key(),
                member.published(),
                Optional.of(member));
    }

    /** Returns every prefix that the member claims, sorted. */
    List<Prefix> claims() {
        List<Prefix> nets = published.metadata().nets();
        var claims = new ArrayList<Prefix>(published.addresses().size() + nets.size());
        for (IpAddress address : published.addresses()) {
            claims.add(address.asPrefix());
        }
        claims.addAll(nets);
        return SortedList.copyOf(claims);
    }

    /** Returns this member with that key, and a second one. */
    AcceptedMember withKeys(PublicKey first, OtherKey second) {
        return new AcceptedMember(name, list, first, published, known, Optional.of(second));
    }

    /** Returns the keys of its peers: one, or two while the key is rotated. */
    Stream<PublicKey> keys() {
        return Stream.concat(Stream.of(key), other.map(OtherKey::key).stream());
    }

    /** Returns whether the member was accepted before and announced the key as its next-key. */
    boolean announced(PublicKey key) {
        return known.flatMap(k -> k.published().metadata().nextKey())
                        .filter(key::equals)
                        .isPresent()
                || otherBefore().map(OtherKey::key).filter(key::equals).isPresent();
    }

    /** Returns its second key at the last pass; empty: it had none. */
    Optional<OtherKey> otherBefore() {
        return known.isPresent() ? known.get().other() : Optional.empty();
    }

    /** Returns what is known of the endpoint of its peer; empty also where its key is new. */
    Optional<KnownEndpoint> knownEndpoint() {
        return known.isPresent() && known.get().key().equals(key)
                ? known.get().endpoint()
                : Optional.empty();
    }

    boolean holds(Prefix claim) {
        return known.isPresent() && known.get().holds(claim);
    }

    /** Returns its public endpoints. */
    List<Endpoint> publicEndpoints() {
        List<Endpoint> all = published.endpoints();
        int found = 0;
        for (int i = 0; i < all.size(); i++) {
            found += isPublic(all.get(i)) ? 1 : 0;
        }
        if (found == all.size()) {
            return all;
        }
        return found == 0 ? List.of() : all.stream().filter(this::isPublic).toList();
    }

    /** Returns whether others reach the endpoint over the Internet. */
    boolean isPublic(Endpoint endpoint) {
        return MemberContact.isPublic(endpoint.address(), published.metadata());
    }

    /** Returns whether the member is behind NAT and needs keepalive. */
    boolean behindNat() {
        Optional<Nat> nat = published.metadata().nat();
        return nat.isPresent() && nat.get().translates() || !hasPublicEndpoint();
    }

    private boolean hasPublicEndpoint() {
        for (Endpoint endpoint : published.endpoints()) {
            if (isPublic(endpoint)) {
                return true;
            }
        }
        return false;
    }

    boolean sharesSite(AcceptedMember other) {
        Optional<String> site = published.metadata().site();
        Optional<String> theirs = other.published.metadata().site();
        return site.isEmpty() && theirs.isEmpty()
                ? name.sharesDomain(other.name)
                : site.equals(theirs);
    }
}
