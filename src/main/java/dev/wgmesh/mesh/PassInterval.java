package dev.wgmesh.mesh;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The wait until the next pass. */
public final class PassInterval {
    private static final Duration MINIMUM = Duration.ofSeconds(30);
    private static final Duration MAXIMUM = Duration.ofHours(1);
    private static final Duration SHORT_WAIT = Duration.ofSeconds(2);
    private static final int SHORT_WAITS = 5;
    private static final double JITTER = 0.1;

    private PassInterval() {}

    /** Returns the wait after a settled pass: the lowest TTL, 30 s to 1 h, plus up to 10 %. */
    public static Duration settled(Duration ttl, RandomGenerator random) {
        return jittered(clamped(ttl), random);
    }

    /**
     * Returns the wait after a pass with a new or stale peer or a failed lookup: five times 2 s,
     * then doubled each time up to that of a settled pass.
     *
     * @param unsettled number of such passes in a row, including this one
     */
    public static Duration unsettled(int unsettled, Duration ttl, RandomGenerator random) {
        int doublings = Math.clamp(unsettled - SHORT_WAITS, 0, 20);
        Duration wait = Duration.ofMillis(SHORT_WAIT.toMillis() << doublings);
        Duration longest = clamped(ttl);
        return jittered(wait.compareTo(longest) < 0 ? wait : longest, random);
    }

    private static Duration clamped(Duration ttl) {
        if (ttl.compareTo(MINIMUM) < 0) {
            return MINIMUM;
        }
        return ttl.compareTo(MAXIMUM) > 0 ? MAXIMUM : ttl;
    }

    private static Duration jittered(Duration wait, RandomGenerator random) {
        return wait.plusMillis((long) (wait.toMillis() * JITTER * random.nextDouble()));
    }
}
