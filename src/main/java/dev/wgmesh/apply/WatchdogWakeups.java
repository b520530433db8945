package dev.wgmesh.apply;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Says at least once in an interval that the loop still runs, however short its waits are. */
public final class WatchdogWakeups implements WakeupSource {
    private final WakeupSource wakeups;
    private final Duration interval;
    private final InstantSource clock;
    private final Runnable alive;
    private Instant reported;

    /**
     * @param interval the longest time between two calls of {@code alive} while the loop waits
     */
    public WatchdogWakeups(
            WakeupSource wakeups, Duration interval, InstantSource clock, Runnable alive) {
        this.wakeups = wakeups;
        this.interval = interval;
        this.clock = clock;
        this.alive = alive;
        this.reported = clock.instant();
    }

    @Override
    public Wakeup await(Duration limit) throws InterruptedException {
        Duration waited = Duration.ZERO;
        while (true) {
            Duration left = limit.minus(waited);
            Duration untilReport = report();
            boolean last = left.compareTo(untilReport) <= 0;
            Wakeup end = wakeups.await(last ? left : untilReport);
            waited = waited.plus(end.waited());
            if (last || end.wake() != Wake.TIMEOUT) {
                return new Wakeup(end.wake(), waited);
            }
        }
    }

    /** Reports if the interval is over or the clock was set back; returns the time until then. */
    private Duration report() {
        Instant now = clock.instant();
        Duration since = Duration.between(reported, now);
        if (!since.isNegative() && since.compareTo(interval) < 0) {
            return interval.minus(since);
        }
        alive.run();
        reported = now;
        return interval;
    }
}
