package dev.wgmesh.mesh;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.RoutePlace;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What wg-mesh made the interface of a relay forward.
 *
 * @param families in which it made the interface forward packets
 * @param table the routing table by which these packets are forwarded; the main one where there are
 *     no families
 */
public record OwnedForwarding(Set<Family> families, long table) {
    /** Nothing. */
    public static final OwnedForwarding NONE = new OwnedForwarding(Set.of(), RoutePlace.MAIN_TABLE);

    /** Copies. */
    public OwnedForwarding {
        families = Set.copyOf(families);
        table = families.isEmpty() ? RoutePlace.MAIN_TABLE : table;
    }

    /**
     * Returns the families of both. The table is that of this state: a pass that ends before it
     * moves the routes leaves it to the next pass.
     */
    OwnedForwarding union(OwnedForwarding other) {
        return new OwnedForwarding(
                Stream.concat(families.stream(), other.families.stream())
                        .collect(Collectors.toSet()),
                families.isEmpty() ? other.table : table);
    }
}
