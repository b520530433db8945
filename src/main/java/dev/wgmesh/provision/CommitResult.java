package dev.wgmesh.provision;

import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Problem;
import java.util.List;

/**
 * What a command committed, or would commit.
 *
 * @param plans in the order of their commits, without empty ones; none: nothing to do
 * @param receipts of the plans; none where nothing was written
 * @param warnings what did not stop the command
 * @param unseen commits that readers may not see yet, and what to do; none as a rule
 */
public record CommitResult(
        List<ZonePlan> plans,
        List<Receipt> receipts,
        List<Problem> warnings,
        List<Problem> unseen) {
    /** Leaves out empty plans and repeated warnings. */
    public CommitResult {
        plans = plans.stream().filter(plan -> !plan.isEmpty()).toList();
        receipts = List.copyOf(receipts);
        warnings = warnings.stream().distinct().toList();
        unseen = List.copyOf(unseen);
    }
}
