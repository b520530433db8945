package dev.wgmesh.dns;

import java.time.Duration;

/**
 * How long and how hard servers are asked.
 *
 * @param timeout for one answer
 * @param inFlight questions without an answer at one time; above 50 over UDP packets are lost
 */
record QueryLimits(Duration timeout, int inFlight) {
    static final QueryLimits USUAL = new QueryLimits(Duration.ofSeconds(2), 32);

    /**
     * The time all questions of one call may take together: enough for the time-outs of a few, and
     * 20 ms for each, since a server that answers slower than that does not answer.
     */
    Duration budget(int questions) {
        return timeout.multipliedBy(8).plus(Duration.ofMillis(20).multipliedBy(questions));
    }
}
