package dev.wgmesh.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time gone by since it was made, by a clock that may be set while it runs. */
final class Stopwatch {
    /** What one reading can add at the most: a clock set forward is not time gone by. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(5);

    private final InstantSource clock;
    private Instant read;
    private Duration elapsed = Duration.ZERO;

    Stopwatch(InstantSource clock) {
        this.clock = clock;
        this.read = clock.instant();
    }

    /** The time gone by, never less than at the last call. */
    Duration elapsed() {
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
