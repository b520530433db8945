package dev.wgmesh.testing.route53;

import java.time.Duration;

/**
 * How the double behaves beyond the documented.
 *
 * @param page sets in a page of a listing at the most, and zones
 * @param throttled whether a sixth request in a second is turned away
 * @param busy how long a zone turns away changes after one (PriorRequestNotComplete)
 * @param inSync how long a change stays PENDING
 * @param latency of each reply, really waited
 * @param loseEvery every so many-th change gets no reply; 0: none
 * @param loseBefore whether such a change is lost before it is applied, instead of after
 */
public record Behaviour(
        int page,
        boolean throttled,
        Duration busy,
        Duration inSync,
        Duration latency,
        int loseEvery,
        boolean loseBefore) {

    /** Pages of two, and as fast as can be. */
    public static final Behaviour QUICK =
            new Behaviour(2, false, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, false);

    public Behaviour withPage(int sets) {
        return new Behaviour(sets, throttled, busy, inSync, latency, loseEvery, loseBefore);
    }

    public Behaviour withThrottling() {
        return new Behaviour(page, true, busy, inSync, latency, loseEvery, loseBefore);
    }

    public Behaviour withBusy(Duration time) {
        return new Behaviour(page, throttled, time, inSync, latency, loseEvery, loseBefore);
    }

    public Behaviour withInSync(Duration time) {
        return new Behaviour(page, throttled, busy, time, latency, loseEvery, loseBefore);
    }

    public Behaviour losing(int every, boolean before) {
        return new Behaviour(page, throttled, busy, inSync, latency, every, before);
    }
}
