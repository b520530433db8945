package dev.wgmesh.provider.route53;

import dev.wgmesh.problem.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/**
 * How fast Route53 is called: it takes five requests a second of a whole account, so that one
 * program that takes them all would lock out the others. A few calls may follow one another at
 * once; in no second are there more than {@link #CALLS}.
 */
final class RateLimit {
    /** Calls in any second at the most. */
    static final int CALLS = 4;

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Lets time pass. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Sleeper pause;
    private final Deque<Instant> calls = new ArrayDeque<>();

    RateLimit(InstantSource clock, RandomGenerator random, Sleeper pause) {
        this.clock = clock;
        this.random = random;
        this.pause = pause;
    }

    /** Waits until it is a call's turn. */
    void acquire() {
        sleepUninterrupted(reserve());
    }

    private synchronized Duration reserve() {
        Instant now = clock.instant();
        Instant at = now;
        if (calls.size() == CALLS) {
            Instant free = calls.removeFirst().plus(SECOND);
            at = free.isAfter(now) ? free : now;
        }
        calls.addLast(at);
        return Duration.between(now, at);
    }

    /** Waits before another try: any time up to a bound that doubles with each failed one. */
    void backOff(int failed) {
        long bound = FIRST_WAIT.toMillis() << Math.min(failed - 1, 10);
        long most = Math.min(bound, LONGEST_WAIT.toMillis());
        sleepUninterrupted(Duration.ofMillis(random.nextLong(most + 1)));
    }

    /** Waits that long. */
    void sleep(Duration time) throws InterruptedException {
        if (time.isPositive()) {
            pause.sleep(time);
        }
    }

    private void sleepUninterrupted(Duration time) {
        try {
            sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Failure.unreadable(
                    "Route53",
                    "interrupted while waiting for Route53",
                    "run the same command again");
        }
    }
}
