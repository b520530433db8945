package dev.wgmesh.mesh;

import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The mesh addresses of this node on the interface.
 *
 * @param desired addresses that wg-mesh manages: none on a foreign interface
 * @param sources of direct packets, by family
 * @param missing addresses that a foreign interface lacks, where it has another of them
 * @param none that this node has no mesh address at all
 */
record OwnAddresses(
        List<IpAddress> desired,
        Map<Family, IpAddress> sources,
        List<Problem> missing,
        List<Problem> none) {

    static OwnAddresses of(ResolvedMesh mesh, NodeContext node) {
        AcceptedMember self = mesh.members().self();
        EffectivePolicies policies = mesh.policies();
        Set<IpAddress> elsewhere = mesh.network().addresses();
        Set<IpAddress> publics =
                self.publicEndpoints().stream().map(Endpoint::address).collect(Collectors.toSet());
        Set<IpAddress> published = Set.copyOf(self.published().addresses());
        List<IpAddress> accepted =
                mesh.claims().of(self.name()).stream()
                        .filter(Prefix::isHost)
                        .map(Prefix::network)
                        .filter(published::contains)
                        .toList();
        List<IpAddress> wanted =
                accepted.stream()
                        .filter(a -> !elsewhere.contains(a) && !publics.contains(a))
                        .sorted()
                        .toList();
        List<Problem> none = accepted.isEmpty() ? List.of(noAddress(self, policies)) : List.of();
        if (node.actual().isEmpty() || node.state().owned().ownsInterface()) {
            return new OwnAddresses(wanted, sources(wanted, self, policies), List.of(), none);
        }
        DeviceState actual = node.actual().get();
        List<IpAddress> there = wanted.stream().filter(actual.addresses()::contains).toList();
        List<Problem> missing =
                wanted.stream()
                        .filter(a -> !there.contains(a))
                        .map(a -> missing(actual.name(), a))
                        .toList();
        boolean without = there.isEmpty() && wanted.size() == accepted.size();
        return new OwnAddresses(
                List.of(),
                sources(there, self, policies),
                without ? List.of() : missing,
                without && !missing.isEmpty() ? missing : none);
    }

    private static Problem noAddress(AcceptedMember self, EffectivePolicies policies) {
        return new Problem(
                self.name().text(),
                "is this node, and none of its mesh addresses is accepted: this node has no address"
                        + " in the mesh",
                "to see why each is refused, run: wg-mesh plan " + policies.root());
    }

    private static Problem missing(String device, IpAddress address) {
        return new Problem(
                device,
                "lacks the mesh address " + address + " of this node",
                "add the address: ip addr add " + address.asPrefix() + " dev " + device);
    }

    /** Returns the lowest address of each family, of a pool if there is one. */
    private static Map<Family, IpAddress> sources(
            List<IpAddress> addresses, AcceptedMember self, EffectivePolicies policies) {
        MeshName list = self.list();
        var sources = new EnumMap<Family, IpAddress>(Family.class);
        for (IpAddress address : addresses) {
            IpAddress lower = sources.get(address.family());
            if (lower == null
                    || !policies.bounds().inPool(list, lower)
                            && policies.bounds().inPool(list, address)) {
                sources.put(address.family(), address);
            }
        }
        return sources;
    }
}
