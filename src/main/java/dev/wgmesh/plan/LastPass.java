package dev.wgmesh.plan;

import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the last pass of apply left for commands that look at a node.
 *
 * @param at when it ended
 * @param next when the next one is due; empty: apply ran once
 * @param options of the pass
 * @param changes how many it made
 * @param failed what failed; empty: the pass did all that it planned
 * @param problems that did not stop it
 * @param traffic of the peers before its changes
 */
public record LastPass(
        Instant at,
        Optional<Instant> next,
        PassOptions options,
        int changes,
        List<Problem> failed,
        List<Problem> problems,
        TrafficSample traffic) {
    public LastPass {
        failed = List.copyOf(failed);
        problems = List.copyOf(problems);
    }
}
