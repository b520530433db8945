package dev.wgmesh.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Elapsed time on a clock that may be adjusted meanwhile. */
public final class Stopwatch {
    /** The most that one reading adds: a clock set forward is not elapsed time. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(5);

    private final InstantSource clock;
    private Instant read;
    private Duration elapsed = Duration.ZERO;

    /** Starts at zero. */
    public Stopwatch(InstantSource clock) {
        this.clock = clock;
        this.read = clock.instant();
    }

    /** Returns the elapsed time, never less than at the last call. */
    public Duration elapsed() {
        Instant now = clock.instant();
        Duration step = Duration.between(read, now);
        read = now;
        if (step.compareTo(LONGEST_STEP) > 0) {
            step = LONGEST_STEP;
        }
        if (step.isPositive()) {
            elapsed = elapsed.plus(step);
        }
        return elapsed;
    }
}
