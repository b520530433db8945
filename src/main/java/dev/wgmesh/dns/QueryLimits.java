package dev.wgmesh.dns;

import java.time.Duration;

/**
 * Limits on the load of servers and the time for answers.
 *
 * @param timeout for one answer
 * @param inFlight concurrent queries; with more than 50 over UDP, packets are lost
 */
record QueryLimits(Duration timeout, int inFlight) {
    private static final Duration MAX_BUDGET = Duration.ofMinutes(1);

    static final QueryLimits DEFAULT = new QueryLimits(Duration.ofSeconds(2), 32);

    /**
     * Returns the time budget of one call: enough for the time-outs of a few questions, and 20 ms
     * for each question; at most a minute.
     */
    Duration budget(int questions) {
        // Not multipliedBy, which computes with decimals and so loads many classes.
        Duration budget = Duration.ofMillis(timeout.toMillis() * 8 + 20L * questions);
        return budget.compareTo(MAX_BUDGET) < 0 ? budget : MAX_BUDGET;
    }
}
