package dev.wgmesh.mesh;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The moments at which a node switches to its next key: full minutes of the wall clock. The other
 * nodes look at their peers closely around the first one, so that they send to the new key within
 * tens of milliseconds, and every 50 ms after each later one.
 */
public final class KeySwitchClock {
    /** How late a node may be at such a moment. */
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    /** How far the clocks of nodes may differ. */
    private static final Duration BEFORE = Duration.ofSeconds(1);

    private static final Duration AFTER = Duration.ofSeconds(6);
    private static final Duration CLOSE_LOOK = Duration.ofMillis(20);

    /** For a node that is late, in each minute after the first. */
    private static final Duration LATE_LOOK = Duration.ofMillis(50);

    private static final Duration LONGEST = Duration.ofHours(1);

    private KeySwitchClock() {}

    /** Returns whether a node whose next key is due switches now. */
    public static boolean isMoment(Instant now) {
        return sinceMinute(now).compareTo(TOLERANCE) < 0;
    }

    /** Returns the first moment from {@code from} on that is not before {@code now}. */
    public static Instant next(Instant from, Instant now) {
        Instant earliest = from.isAfter(now) ? from : now;
        Instant minute = earliest.truncatedTo(ChronoUnit.MINUTES);
        return minute.equals(earliest) ? minute : minute.plus(1, ChronoUnit.MINUTES);
    }

    /**
     * Returns the time until the next look at a peer that may switch; empty: it is not expected to.
     *
     * @param from when it may switch first; looked for during an hour
     */
    public static Optional<Duration> untilLook(Instant from, Instant now) {
        Instant first = from.minus(BEFORE);
        if (now.isAfter(from.plus(LONGEST))) {
            return Optional.empty();
        }
        if (now.isBefore(first)) {
            return Optional.of(Duration.between(now, first));
        }
        if (now.isBefore(from.plus(AFTER))) {
            return Optional.of(CLOSE_LOOK);
        }
        Duration since = sinceMinute(now);
        return Optional.of(
                since.compareTo(TOLERANCE) < 0 ? LATE_LOOK : Duration.ofMinutes(1).minus(since));
    }

    private static Duration sinceMinute(Instant now) {
        return Duration.between(now.truncatedTo(ChronoUnit.MINUTES), now);
    }
}
