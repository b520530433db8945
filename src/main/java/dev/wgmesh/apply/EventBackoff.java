package dev.wgmesh.apply;

import java.time.Duration;

/**
 * The delay between an event on this node and the pass that it causes. Events that follow each
 * other are joined: a program that removes what wg-mesh adds, again and again, gets fewer and fewer
 * answers.
 */
final class EventBackoff {
    /** Events that get the shortest delay. */
    private static final int QUICK = 4;

    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Without an event for this long, the next one gets the shortest delay again. */
    private static final Duration CALM = Duration.ofMinutes(2);

    private final Duration shortest;
    private int events;
    private Duration sinceEvent = Duration.ZERO;

    /**
     * @param shortest the delay of the first events: others that belong to them come within it
     */
    EventBackoff(Duration shortest) {
        this.shortest = shortest;
    }

    /** Notes that time has passed. */
    void elapsed(Duration time) {
        sinceEvent = sinceEvent.plus(time);
        if (sinceEvent.compareTo(CALM) >= 0) {
            events = 0;
        }
    }

    /** Notes an event, and returns the delay of its pass. */
    Duration next() {
        sinceEvent = Duration.ZERO;
        events++;
        int doublings = Math.clamp(events - QUICK, 0, 20);
        Duration delay = Duration.ofMillis(shortest.toMillis() << doublings);
        return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    }
}
