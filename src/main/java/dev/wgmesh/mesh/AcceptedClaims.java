package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import java.util.List;

/**
 * The accepted claims of each member.
 *
 * @param accepted by member
 * @param problems every refused claim, with the reason
 */
record AcceptedClaims(ValuesByKey<HostName, Prefix> accepted, List<Problem> problems) {
    List<Prefix> of(HostName name) {
        return accepted.get(name);
    }
}
