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
 */
public record MemberChange(HostName host, MeshName list, CommitResult result) {
    /** Returns the plans, as {@link CommitResult#plans}. */
    public List<ZonePlan> plans() {
        return result.plans();
    }

    /** Returns the receipts, as {@link CommitResult#receipts}. */
    public List<Receipt> receipts() {
        return result.receipts();
    }

    /** Returns the warnings, as {@link CommitResult#warnings}. */
    public List<Problem> warnings() {
        return result.warnings();
    }
}
