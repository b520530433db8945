package dev.wgmesh.provision;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import java.util.List;

/**
 * The mesh addresses that a member is to have.
 *
 * @param chosen as they are; sorted, distinct
 * @param auto whether the lowest free one of each family is to be given besides, or kept
 * @param pools to give from; empty: the policy's, else where most members are
 */
public record AddressRequest(List<IpAddress> chosen, boolean auto, List<Prefix> pools) {
    /** Sorts and copies. */
    public AddressRequest {
        chosen = chosen.stream().distinct().sorted().toList();
        pools = pools.stream().distinct().sorted().toList();
    }
}
