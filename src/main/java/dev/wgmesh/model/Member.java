package dev.wgmesh.model;

import dev.wgmesh.keys.PublicKey;
import java.util.List;

/**
 * A listed member, as far as it could be read; one that is not {@linkplain #resolved() resolved} is
 * still a member.
 *
 * @param list the list that names it: the mesh's own or a sub-list
 * @param addresses at {@code _wireguard.HOST}: its mesh addresses
 * @param endpoints by SRV, best first; without SRV the one target HOST, port 51820
 * @param reflexive by {@code _reflexive._wireguard.HOST} SRV; empty as a rule
 */
public record Member(
        HostName name,
        MeshName list,
        DnsAnswer<PublicKey> key,
        HostAddresses addresses,
        List<EndpointTarget> endpoints,
        List<EndpointTarget> reflexive,
        DnsAnswer<Metadata> metadata) {
    /** Copies. */
    public Member {
        endpoints = List.copyOf(endpoints);
        reflexive = List.copyOf(reflexive);
    }

    /** Whether it has a key and at least one address. */
    public boolean resolved() {
        return key.found().isPresent() && !addresses.all().isEmpty();
    }

    /** What it says of itself; {@link Metadata#NONE} where absent or failed. */
    public Metadata meta() {
        return metadata.found().orElse(Metadata.NONE);
    }
}
