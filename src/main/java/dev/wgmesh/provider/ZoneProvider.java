package dev.wgmesh.provider;

import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The place that hosts one zone. A plan made from what {@link #read} gave is committed only if what
 * it read still holds; so of two writers that read the same state one loses and begins anew.
 */
public interface ZoneProvider {
    /**
     * Returns the zone as it is now, uncached: all of it where the place gives it, else the RRsets
     * of the questions. The first call may return all of it as {@link #answers} read it a moment
     * before: the commit is conditional on it all the same.
     *
     * @param wanted within the zone; a place that gives all of it does not look at them
     * @throws dev.wgmesh.problem.Failure UNREADABLE where any of that cannot be read
     */
    Reading read(Collection<Question> wanted);

    /**
     * Reads as {@link #read(Collection)} does, as a part of a larger reading.
     *
     * @param budget of all that is read; a place that is not remote does not count against it
     * @throws dev.wgmesh.problem.Failure UNREADABLE also where the budget is used up
     */
    default Reading read(Collection<Question> wanted, ReadingBudget budget) {
        return read(wanted);
    }

    /**
     * Reads as {@link #read(Collection, ReadingBudget)} does, for what no change is based on: each
     * answer may be of its own moment, which saves questions.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE where any of that cannot be read
     */
    default Reading answers(Collection<Question> wanted, ReadingBudget budget) {
        return read(wanted, budget);
    }

    /**
     * Carries out all of the plan or nothing of it. Where a reply is lost it reads again and
     * reports what is true: nothing is done twice, and a change that was made is not reported as
     * failed.
     *
     * @param basis the reading the plan was made from, given by this provider
     * @throws dev.wgmesh.problem.Failure REFUSED where the place will never take it, UNREADABLE
     *     where it cannot be reached or written; the zone is then as it was. PARTIAL where a part
     *     was done, or whether it was done is unknown
     */
    Outcome commit(Reading basis, ZonePlan plan);

    /**
     * Waits until readers see what was committed; where that is at once, returns at once.
     *
     * @param progress takes a line now and then while it waits
     * @throws dev.wgmesh.problem.Failure PARTIAL where they do not see it, and how to go on
     */
    default void awaitVisible(Receipt receipt, Consumer<String> progress)
            throws InterruptedException {}

    /** Returns what a person calls the place: its file or server. */
    String description();

    /** A zone, and what names this state of it. */
    interface Reading {
        /**
         * Returns the records read; not {@linkplain #isComplete whole}, a name not asked for seems
         * absent.
         */
        ZoneContents zone();

        /**
         * Returns the version, equal for two readings of one place only if nothing was written
         * between them.
         */
        String version();

        /** Returns whether the zone was read as a whole. */
        default boolean isComplete() {
            return true;
        }

        /**
         * Returns what is at the question besides plain records, such as an alias of Route53;
         * empty: nothing.
         */
        default Optional<Problem> unlisted(Question question) {
            return Optional.empty();
        }
    }

    /** How a commit ended. */
    sealed interface Outcome {
        /** All of it was done. */
        record Committed(Receipt receipt) implements Outcome {}

        /** What was read holds no longer; nothing was changed. Read again and decide again. */
        record Stale(Problem problem) implements Outcome {}
    }
}
