package dev.wgmesh.plan;

import dev.wgmesh.zone.Question;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;

/**
 * What a person allowed a plan besides what is harmless.
 *
 * @param meshes whose lists, policies and revisions may be written
 * @param endpointHosts names whose A and AAAA records may be changed, as they were asked for
 * @param manageEndpoint whether those of every member may be
 * @param maxDelete members that may be removed at once; empty: 30 % of 10 or more
 * @param maxChange members whose keys or addresses may change at once; empty: 30 % of 10 or more
 * @param removableLists lists that may go as a whole, since what is undone made them
 */
public record GuardLimits(
        MeshNames meshes,
        Set<Name> endpointHosts,
        boolean manageEndpoint,
        Optional<Integer> maxDelete,
        Optional<Integer> maxChange,
        Set<Question> removableLists) {
    /** Nothing was allowed. */
    public static final GuardLimits NONE =
            new GuardLimits(
                    MeshNames.P2P, Set.of(), false, Optional.empty(), Optional.empty(), Set.of());

    /** Copies; rejects negative numbers. */
    public GuardLimits {
        endpointHosts = Set.copyOf(endpointHosts);
        removableLists = Set.copyOf(removableLists);
        if (maxDelete.orElse(0) < 0 || maxChange.orElse(0) < 0) {
            throw new IllegalArgumentException("a number of members is not negative");
        }
    }

    /** Returns the same with those meshes. */
    public GuardLimits withMeshes(MeshNames those) {
        return new GuardLimits(
                those, endpointHosts, manageEndpoint, maxDelete, maxChange, removableLists);
    }

    /** Returns the same with the endpoints of those hosts. */
    public GuardLimits withEndpointHosts(Set<Name> hosts) {
        return new GuardLimits(meshes, hosts, manageEndpoint, maxDelete, maxChange, removableLists);
    }

    /** Returns the same with these numbers of members. */
    public GuardLimits atMost(Optional<Integer> removed, Optional<Integer> changed) {
        return new GuardLimits(
                meshes, endpointHosts, manageEndpoint, removed, changed, removableLists);
    }

    /** Returns the same, and these lists may go. */
    public GuardLimits withRemovableLists(Set<Question> lists) {
        return new GuardLimits(meshes, endpointHosts, manageEndpoint, maxDelete, maxChange, lists);
    }
}
