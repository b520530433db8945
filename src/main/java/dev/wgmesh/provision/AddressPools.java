package dev.wgmesh.provision;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The prefixes that addresses are given from.
 *
 * @param byFamily at least one family, each with at least one pool
 * @param inferred whether nobody named them: they are where most members are
 */
record AddressPools(Map<Family, List<Prefix>> byFamily, boolean inferred) {
    /** Bits of the subnet that is guessed for a family. */
    private static int subnet(Family family) {
        return family == Family.V4 ? 24 : 64;
    }

    /**
     * Returns the pools asked for; else the policy's; else, for each family in use, the /24 or /64
     * that holds most members, the lowest of several.
     *
     * @throws Failure REFUSED where a pool asked for lies outside the policy's, INPUT where none is
     *     known
     */
    static AddressPools of(List<Prefix> asked, ClaimBounds bounds, Mesh mesh) {
        if (!asked.isEmpty()) {
            var outside = asked.stream().filter(pool -> !within(pool, bounds)).toList();
            if (!outside.isEmpty()) {
                throw new Failure(
                        Failure.Kind.REFUSED,
                        outside.stream()
                                .map(pool ->
                                        new Problem(
                                                "--pool " + pool,
                                                "is outside the pools of " + mesh.name(),
                                                "choose within " + bounds.pools()))
                                .toList());
            }
            return new AddressPools(grouped(asked), false);
        }
        if (!bounds.pools().isEmpty()) {
            return new AddressPools(grouped(bounds.pools()), false);
        }
        List<Prefix> guessed = guess(mesh);
        if (guessed.isEmpty()) {
            throw Failure.input(
                    mesh.name().text(),
                    "has neither a pool nor a member whose address shows one",
                    "create the mesh: wg-mesh init "
                            + mesh.name()
                            + " --pool 10.0.0.0/24; or give --pool");
        }
        return new AddressPools(grouped(guessed), true);
    }

    private static boolean within(Prefix pool, ClaimBounds bounds) {
        return bounds.pools().isEmpty()
                || bounds.pools().stream().anyMatch(allowed -> allowed.contains(pool));
    }

    private static Map<Family, List<Prefix>> grouped(List<Prefix> pools) {
        var grouped = new EnumMap<Family, List<Prefix>>(Family.class);
        pools.stream()
                .sorted()
                .forEach(p -> grouped.computeIfAbsent(p.family(), _ -> new ArrayList<>()).add(p));
        return grouped;
    }

    private static List<Prefix> guess(Mesh mesh) {
        var guessed = new ArrayList<Prefix>();
        for (Family family : Family.values()) {
            var members = new TreeMap<Prefix, Integer>();
            for (Member member : mesh.members()) {
                member.addresses().of(family).found().orElse(List.of()).stream()
                        .map(address -> Prefix.containing(address, subnet(family)))
                        .distinct()
                        .forEach(prefix -> members.merge(prefix, 1, Integer::sum));
            }
            Optional<Integer> most = members.values().stream().max(Comparator.naturalOrder());
            most.flatMap(n ->
                            members.entrySet().stream()
                                    .filter(e -> e.getValue().equals(n))
                                    .map(Map.Entry::getKey)
                                    .findFirst())
                    .ifPresent(guessed::add);
        }
        return guessed;
    }

    /**
     * Returns the {@code count} lowest free addresses of a family; fewer where its pools are full.
     */
    List<IpAddress> lowestFree(Family family, UsedAddresses used, int count) {
        return used.lowestFree(byFamily.getOrDefault(family, List.of()), count);
    }

    /** Returns whether a pool holds the address, and does not reserve it. */
    boolean isAllocatable(IpAddress address) {
        return byFamily.getOrDefault(address.family(), List.of()).stream()
                .anyMatch(pool -> pool.contains(address) && !pool.isReserved(address));
    }

    @Override
    public String toString() {
        var texts = new ArrayList<String>();
        byFamily.values().forEach(list -> list.forEach(pool -> texts.add(pool.toString())));
        return String.join(", ", texts);
    }
}
