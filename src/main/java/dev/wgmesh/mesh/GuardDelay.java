package dev.wgmesh.mesh;

import java.time.Duration;
import java.time.Instant;

/** The time after which a guard accepts what DNS still says. */
final class GuardDelay {
    private static final Duration LENGTH = Duration.ofHours(1);

    private GuardDelay() {}

    /** Returns the end of the delay of what was first read at that time. */
    static Instant end(Instant since) {
        return since.plus(LENGTH);
    }

    /** Returns false where the clock was set back since: the delay begins anew. */
    static boolean hasBegun(Instant since, Instant now) {
        return !since.isAfter(now);
    }

    /** Returns whether the delay is over. */
    static boolean isOver(Instant since, Instant now) {
        return !now.isBefore(end(since));
    }
}
