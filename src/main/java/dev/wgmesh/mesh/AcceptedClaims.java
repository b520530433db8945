package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * The accepted claims of each member.
 *
 * @param accepted by member, in the order of their names; a member with none has an empty list
 * @param problems every refused claim, with the reason
 */
record AcceptedClaims(Map<HostName, List<Prefix>> accepted, List<Problem> problems) {
    List<Prefix> of(HostName name) {
        return accepted.getOrDefault(name, List.of());
    }
}
