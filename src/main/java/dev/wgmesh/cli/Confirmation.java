package dev.wgmesh.cli;

import dev.wgmesh.plan.RemovedData;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import java.util.Collection;
import java.util.List;

/** Asks a person to agree to what plans take away: once, unless it becomes more. */
public final class Confirmation {
    /** Records that are named before it only says how many more there are. */
    private static final int MOST = 20;

    private final CommandSession session;
    private final boolean given;
    private RemovedData agreed = RemovedData.NONE;

    /** Makes a confirmation that asks on a terminal; {@code given}: that never asks. */
    public Confirmation(CommandSession session, boolean given) {
        this.session = session;
        this.given = given;
    }

    /**
     * Shows lines, and returns only with consent.
     *
     * @param option that gives consent without asking
     * @param question asked after the lines
     * @param refused what is true without consent
     * @throws Failure REFUSED where a person says no; INPUT where nobody can be asked
     */
    public void requireYes(String option, String question, String refused, List<String> lines) {
        lines.forEach(session::note);
        if (given) {
            return;
        }
        if (!session.canPrompt()) {
            throw Failure.input(
                    option,
                    "must be given where stdin or stderr is not a terminal: " + refused,
                    "check the lines above, then add " + option);
        }
        if (!session.confirm(question)) {
            throw Failure.refused(option, refused, "answer y, or add " + option);
        }
    }

    /** Takes a plan that the command committed: it may take its own records back. */
    public void committed(ZonePlan plan) {
        agreed = agreed.union(RemovedData.addedBy(plan));
    }

    /**
     * Returns only with consent.
     *
     * @throws Failure REFUSED where a person says no; INPUT where nobody can be asked
     */
    public void require(Collection<ZonePlan> plans) {
        RemovedData losses = RemovedData.of(plans);
        if (given || losses.isSubsetOf(agreed)) {
            return;
        }
        String first = losses.records().first();
        int more = losses.records().size() - 1;
        if (!session.canPrompt()) {
            throw Failure.input(
                    first,
                    "would be removed" + (more == 0 ? "" : ", and " + more + " more records"),
                    "check the plan with -n, then add --yes");
        }
        session.note("this command removes");
        losses.records().stream().limit(MOST).forEach(record -> session.note("  " + record));
        if (losses.records().size() > MOST) {
            session.note("  and " + (losses.records().size() - MOST) + " more records");
        }
        if (!session.confirm("remove them?")) {
            throw Failure.refused(
                    first, "kept: the removal was not confirmed", "answer y, or add --yes");
        }
        agreed = agreed.union(losses);
    }
}
