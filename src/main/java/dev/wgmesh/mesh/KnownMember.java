package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.SortedList;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The last accepted state of a member.
 *
 * @param list the list with its entry
 * @param acceptedClaims its accepted claims, which win against new claims of others; sorted
 * @param published its last known records
 * @param endpoint of its peer; empty: never a usable one in DNS
 * @param since when this node first accepted it; empty: before this was remembered
 * @param other its second key while its key is rotated; empty: none
 */
public record KnownMember(
        HostName name,
        MeshName list,
        PublicKey key,
        List<Prefix> acceptedClaims,
        PublishedMember published,
        Optional<KnownEndpoint> endpoint,
        Optional<Instant> since,
        Optional<OtherKey> other) {
    /** Creates a member with one key. */
    public KnownMember(
            HostName name,
            MeshName list,
            PublicKey key,
            List<Prefix> acceptedClaims,
            PublishedMember published,
            Optional<KnownEndpoint> endpoint,
            Optional<Instant> since) {
        this(name, list, key, acceptedClaims, published, endpoint, since, Optional.empty());
    }

    /** Sorts and copies. */
    public KnownMember {
        acceptedClaims = SortedList.copyOf(acceptedClaims);
    }

    /** Returns this member with that many octets counted at the endpoint of its peer. */
    KnownMember withSent(long octets) {
        if (endpoint.isEmpty() || endpoint.get().sent() == octets) {
            return this;
        }
        Optional<KnownEndpoint> now = Optional.of(endpoint.get().withSent(octets));
        return new KnownMember(name, list, key, acceptedClaims, published, now, since, other);
    }

    /** Returns whether the member holds the whole prefix. */
    boolean holds(Prefix claim) {
        for (int i = 0; i < acceptedClaims.size(); i++) {
            if (acceptedClaims.get(i).contains(claim)) {
                return true;
            }
        }
        return false;
    }
}
