package dev.wgmesh.provision;

import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a leave did, or would do.
 *
 * @param noMember that the host never was a member, as far as records and receipts show: nothing
 *     was done
 * @param finishFrom when the host's own records can be removed by another leave, where this one did
 *     not wait for that; empty: nothing is left to do
 */
public record LeaveResult(
        MemberChange change, Optional<Problem> noMember, Optional<Instant> finishFrom) {
    /** Returns the plans, as {@link CommitResult#plans}. */
    public List<ZonePlan> plans() {
        return change.plans();
    }

    /** Returns the receipts, as {@link CommitResult#receipts}. */
    public List<Receipt> receipts() {
        return change.receipts();
    }

    /** Returns the warnings, as {@link CommitResult#warnings}. */
    public List<Problem> warnings() {
        return change.warnings();
    }
}
