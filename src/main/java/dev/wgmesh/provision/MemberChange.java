package dev.wgmesh.provision;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Problem;
import java.util.List;

/**
 * What a command did to a member, or would do.
 *
 * @param list that names the member, or named it
 * @param plans that were committed, or would be, in their order; empty: there was nothing to do
 * @param receipts of the plans; empty where nothing was written
 * @param warnings what did not stop it
 * @param unseen what was committed and is not before readers yet; empty as a rule
 */
public record MemberChange(
        HostName host,
        MeshName list,
        List<ZonePlan> plans,
        List<Receipt> receipts,
        List<Problem> warnings,
        List<Problem> unseen) {
    /** Copies. */
    public MemberChange {
        plans = plans.stream().filter(plan -> !plan.isEmpty()).toList();
        receipts = List.copyOf(receipts);
        warnings = warnings.stream().distinct().toList();
        unseen = List.copyOf(unseen);
    }
}
