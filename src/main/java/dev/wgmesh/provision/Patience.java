package dev.wgmesh.provision;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** How long, and at what intervals, a lost race is run again. */
public final class Patience {
    /** The longest that is waited between two runs. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final RandomGenerator randomness;
    private final Instant end;
    private Duration wait = Duration.ofMillis(20);

    /** Patience that begins now. */
    public Patience(InstantSource clock, RandomGenerator randomness, Duration length) {
        this.clock = clock;
        this.randomness = randomness;
        this.end = clock.instant().plus(length);
    }

    /** Waits a random while, each time up to twice as long; false once patience has run out. */
    boolean again() throws InterruptedException {
        if (!clock.instant().isBefore(end)) {
            return false;
        }
        Thread.sleep(Duration.ofMillis(randomness.nextLong(1, wait.toMillis() + 1)));
        wait = wait.multipliedBy(2).compareTo(LONGEST) < 0 ? wait.multipliedBy(2) : LONGEST;
        return true;
    }
}
