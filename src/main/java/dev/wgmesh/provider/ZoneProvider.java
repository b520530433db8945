package dev.wgmesh.provider;

import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.ZoneContents;

/**
 * The place that hosts one zone. A plan made from what {@link #read()} gave is committed only if
 * what it read still holds; so of two writers that read the same state one loses and begins anew.
 */
public interface ZoneProvider {
    /**
     * The zone as it is now, uncached.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where it cannot be read as a whole
     */
    Reading read();

    /**
     * Carries out all of the plan or nothing of it.
     *
     * @param basis the reading the plan was made from
     * @throws dev.wgmesh.problem.Failure REFUSED where the place will never take it, UNREADABLE
     *     where it cannot be reached or written; the zone is then as it was
     */
    Outcome commit(Reading basis, ZonePlan plan);

    /** What a person calls the place: its file or server. */
    String place();

    /**
     * A zone, and what names this state of it.
     *
     * @param version equal for two readings only if nothing was written between them
     */
    record Reading(ZoneContents zone, String version) {}

    /** How a commit ended. */
    sealed interface Outcome {
        /** All of it was done. */
        record Committed(Receipt receipt) implements Outcome {}

        /** What was read holds no longer; nothing was changed. Read again and decide again. */
        record Stale(Problem problem) implements Outcome {}
    }
}
