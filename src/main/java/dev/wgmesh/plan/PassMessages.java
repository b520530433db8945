package dev.wgmesh.plan;

import dev.wgmesh.problem.Problem;
import java.util.List;

/**
 * What a pass has to say; each kind means something else to the exit code.
 *
 * @param problems refused claims, unresolved members, foreign routes in the way: 0, with {@code
 *     --strict} 1
 * @param heldBack what the guards hold back, and a node without a mesh address: 5
 * @param notices what a person should know: 0
 * @param repeated those of the problems, and of what is held back, that every pass reports
 */
public record PassMessages(
        List<Problem> problems,
        List<Problem> heldBack,
        List<Problem> notices,
        List<Problem> repeated) {
    public PassMessages {
        problems = List.copyOf(problems);
        heldBack = List.copyOf(heldBack);
        notices = List.copyOf(notices);
        repeated = List.copyOf(repeated);
    }
}
