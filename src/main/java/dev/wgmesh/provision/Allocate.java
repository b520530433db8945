package dev.wgmesh.provision;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the next free addresses of a mesh and reserves nothing. */
public final class Allocate {
    private static final HostName NOBODY = new HostName("nobody.invalid");

    private Allocate() {}

    /**
     * Returns the lowest free addresses, {@code count} of each family that has a pool, IPv4 first.
     *
     * @param pools to give from; empty: the policy's, else where most members are
     * @throws Failure UNREADABLE where a member's addresses cannot be read, REFUSED where a pool
     *     has fewer left
     */
    public static Allocation next(Hosting hosting, MeshName mesh, List<Prefix> pools, int count) {
        var view = MeshSnapshot.read(hosting, mesh, Optional.empty(), Optional.empty());
        view.requireMesh();
        List<Problem> unread = unread(view);
        Failure.throwIfAny(Failure.Kind.UNREADABLE, unread);
        List<MeshName> chain = view.listAndAncestors(mesh);
        AddressPools from =
                AddressPools.of(pools, new ClaimBounds(view.policies(mesh)), view.mesh());
        var used =
                UsedAddresses.of(view.mesh(), view.zoneContents(), NOBODY)
                        .withReservedPools(view, chain);
        var addresses = new ArrayList<IpAddress>();
        for (Family family : from.byFamily().keySet()) {
            List<IpAddress> free = from.lowestFree(family, used, count);
            if (free.size() < count) {
                throw Failure.refused(
                        mesh.text(),
                        "has only "
                                + free.size()
                                + " free addresses left in "
                                + from.byFamily().get(family),
                        "ask for fewer, or start a sub-list with a pool of its own");
            }
            addresses.addAll(free);
        }
        return new Allocation(mesh, from.toString(), from.inferred(), addresses);
    }

    private static List<Problem> unread(MeshSnapshot view) {
        return Stream.concat(
                        view.mesh().lists().stream()
                                .filter(list -> list.hosts().isFailed())
                                .map(list -> Problem.of(list.name() + " TXT", "cannot be read")),
                        view.mesh().members().stream()
                                .flatMap(member ->
                                        AddressAllocator.unreadable(
                                                member,
                                                "add its zone (--zones DIR), or a resolver"
                                                        + " (--resolver HOST)")
                                                .stream()))
                .toList();
    }

    /**
     * Addresses that are free now.
     *
     * @param pool they were taken from, as a person reads it
     * @param inferred whether nobody named the pool
     */
    public record Allocation(
            MeshName mesh, String pool, boolean inferred, List<IpAddress> addresses) {}
}
