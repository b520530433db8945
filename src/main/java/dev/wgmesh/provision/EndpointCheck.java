package dev.wgmesh.provision;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks endpoints that a command is to publish: an endpoint that no packet reaches, or that is
 * inside the mesh, is never used by a node.
 */
final class EndpointCheck {
    private final HostName host;
    private final Map<Prefix, MeshName> pools = new LinkedHashMap<>();
    private final Map<IpAddress, HostName> meshAddresses = new HashMap<>();

    /**
     * Makes the check for a member of a mesh.
     *
     * @param bounds of the host's list, there or about to be made
     */
    EndpointCheck(HostName host, MeshSnapshot view, MeshName list, ClaimBounds bounds) {
        this.host = host;
        bounds.policies().stream()
                .flatMap(policy -> policy.pools().stream())
                .forEach(pool -> pools.put(pool, list));
        for (MemberList known : view.mesh().lists()) {
            known.policy()
                    .found()
                    .map(Policy::pools)
                    .orElse(List.of())
                    .forEach(pool -> pools.put(pool, known.name()));
        }
        for (Member member : view.mesh().members()) {
            if (!member.name().equals(host)) {
                member.addresses()
                        .all()
                        .forEach(address -> meshAddresses.putIfAbsent(address, member.name()));
            }
        }
    }

    /**
     * Returns a problem for each endpoint that cannot work; empty: all can.
     *
     * @param addresses the mesh addresses that the host is to have
     */
    List<Problem> problems(List<Endpoint> endpoints, List<IpAddress> addresses) {
        Set<IpAddress> outside = new HashSet<>(addresses);
        endpoints.stream().map(Endpoint::address).toList().forEach(outside::remove);
        Set<Family> families = outside.stream().map(IpAddress::family).collect(Collectors.toSet());
        Set<IpAddress> onlyOwn =
                addresses.stream()
                        .filter(address -> !families.contains(address.family()))
                        .collect(Collectors.toSet());
        return endpoints.stream()
                .flatMap(endpoint ->
                        fault(endpoint.address(), onlyOwn).stream()
                                .map(fault -> problem(endpoint, fault)))
                .toList();
    }

    private Optional<String> fault(IpAddress address, Set<IpAddress> onlyOwn) {
        if (!address.scope().isUnicast()) {
            return Optional.of(
                    "is " + address.scope().text() + ", to which no other member can send");
        }
        String loop = ": packets to it go into the tunnel";
        return pools.entrySet().stream()
                .filter(pool -> pool.getKey().contains(address))
                .findFirst()
                .map(pool -> "is in the pool " + pool.getKey() + " of " + pool.getValue() + loop)
                .or(() ->
                        Optional.ofNullable(meshAddresses.get(address))
                                .map(member -> "is a mesh address of " + member + loop))
                .or(() ->
                        Optional.of(address)
                                .filter(onlyOwn::contains)
                                .map(_ -> "is the only mesh address of " + host + loop));
    }

    private Problem problem(Endpoint endpoint, String fault) {
        return new Problem(
                "--endpoint " + endpoint,
                fault,
                "give the address at which others reach "
                        + host
                        + "; a host behind NAT needs none");
    }
}
