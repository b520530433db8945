package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import java.util.List;
import java.util.Optional;

/**
 * A machine of a mesh that was made by hand, as a member.
 *
 * @param addresses of its interface, sorted
 * @param nets that the others reach through it, sorted
 * @param endpoint empty: none is known as an address
 * @param behindNat whether nobody has an endpoint of it, so that it must connect first
 */
public record ImportedMember(
        HostName host,
        PublicKey key,
        List<IpAddress> addresses,
        List<Prefix> nets,
        Optional<Endpoint> endpoint,
        boolean behindNat) {
    public ImportedMember {
        addresses = List.copyOf(addresses);
        nets = List.copyOf(nets);
    }
}
