package dev.wgmesh.provision;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is to be different of a member; what is empty stays as it is.
 *
 * @param addresses its mesh addresses, all of them
 * @param endpoints all of them; an empty list: it publishes none
 * @param nets all of them; an empty list: none
 * @param metadata changes its metadata
 * @param reflexive where others see it behind NAT
 */
public record SetRequest(
        HostName host,
        MeshName mesh,
        Optional<AddressRequest> addresses,
        Optional<List<Endpoint>> endpoints,
        Optional<List<Prefix>> nets,
        UnaryOperator<Metadata> metadata,
        Optional<Endpoint> reflexive) {
    /** Creates a request that leaves alone where others see the member. */
    public SetRequest(
            HostName host,
            MeshName mesh,
            Optional<AddressRequest> addresses,
            Optional<List<Endpoint>> endpoints,
            Optional<List<Prefix>> nets,
            UnaryOperator<Metadata> metadata) {
        this(host, mesh, addresses, endpoints, nets, metadata, Optional.empty());
    }

    /** Sorts and copies. */
    public SetRequest {
        endpoints = endpoints.map(list -> list.stream().distinct().sorted().toList());
        nets = nets.map(list -> list.stream().distinct().sorted().toList());
    }
}
