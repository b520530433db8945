package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * Which prefixes each member was given, whatever the path.
 *
 * @param accepted sorted, by member; a member with none has an empty list
 * @param problems every claim that was refused, and why
 * @param notices claims inside my LAN's prefix that were taken on trust
 */
record AcceptedClaims(
        Map<HostName, List<Prefix>> accepted, List<Problem> problems, List<Problem> notices) {
    List<Prefix> of(HostName name) {
        return accepted.getOrDefault(name, List.of());
    }
}
