package dev.wgmesh.limits;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What one reading of a mesh, or one validation, may still take: a minute, and the memory that its
 * records fit into. Everything that is read for it shares the budget: the rounds of queries, each
 * zone and its transfer, and what is tried again. The time begins at the first question about it.
 */
public final class ReadingBudget {
    /** The most time of one reading. */
    public static final Duration MAX_TIME = Duration.ofSeconds(60);

    private final InstantSource clock;
    private final Duration time;
    private final HeapLimit heap;
    private Optional<Stopwatch> stopwatch = Optional.empty();
    private long taken;

    /** Creates a budget; {@code time} and {@code heap} are the limits. */
    public ReadingBudget(InstantSource clock, Duration time, HeapLimit heap) {
        this.clock = clock;
        this.time = time;
        this.heap = heap;
    }

    /** Returns a budget of a minute and of this process's heap. */
    public static ReadingBudget of(InstantSource clock) {
        return new ReadingBudget(clock, MAX_TIME, HeapLimit.ofProcess());
    }

    /** Returns the time that is left; zero: none. */
    public synchronized Duration timeLeft() {
        if (stopwatch.isEmpty()) {
            stopwatch = Optional.of(new Stopwatch(clock));
        }
        Duration left = time.minus(stopwatch.get().elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Counts records that were read, and the octets of their data. */
    public synchronized void take(long records, long octets) {
        taken += HeapLimit.octets(records, octets);
    }

    /** Returns which limit is exceeded, with the value; empty: the reading may go on. */
    public synchronized Optional<Exceeded> exceeded() {
        if (taken > heap.most()) {
            return Optional.of(new Exceeded(heap.exceeded(), HeapLimit.fix()));
        }
        return timeLeft().toMillis() == 0
                ? Optional.of(
                        new Exceeded(
                                "the reading took more than " + time.toSeconds() + " s",
                                "name a server that answers faster: --resolver ADDRESS or --server"
                                        + " HOST"))
                : Optional.empty();
    }

    /**
     * A limit that a reading exceeded.
     *
     * @param what happened, with the limit
     */
    public record Exceeded(String what, String fix) {}
}
