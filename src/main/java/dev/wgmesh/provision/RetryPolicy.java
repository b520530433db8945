package dev.wgmesh.provision;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** How long, and at what intervals, a lost race is run again, and how TTLs are waited for. */
public interface RetryPolicy {
    /** Waits a random while, each time up to twice as long; false once patience has run out. */
    boolean awaitRetry() throws InterruptedException;

    /**
     * Waits to run a race again that was lost.
     *
     * @param stale what changed meanwhile
     * @throws Failure REFUSED once patience has run out
     */
    default void retryAfter(Problem stale) throws InterruptedException {
        if (!awaitRetry()) {
            throw Failure.refused(
                    stale.where(),
                    "changed before every attempt to commit, until --patience was over",
                    "run the same command again, or wait longer with --patience SECONDS");
        }
    }

    /**
     * Waits as long as caches may hold what was there before.
     *
     * @param remaining takes the time that is left, about once a second; at the end zero
     */
    void awaitTtl(Duration ttl, Consumer<Duration> remaining) throws InterruptedException;

    /** Returns a policy of that length that begins now. */
    static RetryPolicy of(InstantSource clock, RandomGenerator randomness, Duration length) {
        return new ExponentialBackoff(clock, randomness, clock.instant().plus(length));
    }

    /** The real one: sleeps. */
    final class ExponentialBackoff implements RetryPolicy {
        /** The longest that is waited between two runs. */
        private static final Duration LONGEST = Duration.ofSeconds(2);

        /** The time between two reports of how long a TTL is still waited for. */
        private static final Duration TICK = Duration.ofSeconds(1);

        private final InstantSource clock;
        private final RandomGenerator randomness;
        private Instant end;
        private Duration wait = Duration.ofMillis(20);

        private ExponentialBackoff(InstantSource clock, RandomGenerator randomness, Instant end) {
            this.clock = clock;
            this.randomness = randomness;
            this.end = end;
        }

        @Override
        public boolean awaitRetry() throws InterruptedException {
            if (!clock.instant().isBefore(end)) {
                return false;
            }
            Thread.sleep(Duration.ofMillis(randomness.nextLong(1, wait.toMillis() + 1)));
            Duration twice = wait.plus(wait);
            wait = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
            return true;
        }

        @Override
        public void awaitTtl(Duration ttl, Consumer<Duration> remaining)
                throws InterruptedException {
            Duration left = ttl;
            while (left.isPositive()) {
                remaining.accept(left);
                Duration part = left.compareTo(TICK) < 0 ? left : TICK;
                Thread.sleep(part);
                left = left.minus(part);
            }
            remaining.accept(Duration.ZERO);
            end = end.plus(ttl);
        }
    }
}
