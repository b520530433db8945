package dev.wgmesh.model;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A listed member with the readable part of its records; a member that is not {@linkplain
 * #resolved() resolved} is still a member.
 *
 * @param list the list with its entry: that of the mesh, or a sub-list
 * @param addresses at {@code _wireguard.HOST}: its mesh addresses
 * @param endpoints by SRV, best first; without SRV the one target HOST, port 51820
 * @param reflexive by {@code _reflexive._wireguard.HOST} SRV; usually empty
 * @param signedUntil until when its signatures are valid; empty: no lock has checked it
 */
public record Member(
        HostName name,
        MeshName list,
        DnsAnswer<PublicKey> key,
        HostAddresses addresses,
        List<EndpointTarget> endpoints,
        List<EndpointTarget> reflexive,
        DnsAnswer<Metadata> metadata,
        Optional<Instant> signedUntil) {
    public Member {
        endpoints = List.copyOf(endpoints);
        reflexive = List.copyOf(reflexive);
    }

    /** Creates a member that no lock has checked. */
    public Member(
            HostName name,
            MeshName list,
            DnsAnswer<PublicKey> key,
            HostAddresses addresses,
            List<EndpointTarget> endpoints,
            List<EndpointTarget> reflexive,
            DnsAnswer<Metadata> metadata) {
        this(name, list, key, addresses, endpoints, reflexive, metadata, Optional.empty());
    }

    /** Returns the same member, checked by a lock. */
    public Member signedUntil(Optional<Instant> until) {
        return new Member(name, list, key, addresses, endpoints, reflexive, metadata, until);
    }

    /** Returns the same member with its key, addresses and metadata unknown. */
    public Member unresolved(Problem why) {
        return new Member(
                name,
                list,
                new DnsAnswer.Failed<>(why),
                new HostAddresses(new DnsAnswer.Failed<>(why), new DnsAnswer.Failed<>(why)),
                endpoints,
                reflexive,
                new DnsAnswer.Failed<>(why));
    }

    /** Returns whether it has a key and at least one address. */
    public boolean resolved() {
        return key.isFound() && !addresses.isEmpty();
    }

    /** Returns its metadata; {@link Metadata#NONE} where absent or failed. */
    public Metadata metadataOrNone() {
        return metadata.found().orElse(Metadata.NONE);
    }
}
