package dev.wgmesh.apply;

import java.time.Duration;

/** Waits in pieces, and says after each one that the loop still runs. */
public final class WatchdogWakeups implements WakeupSource {
    private final WakeupSource wakeups;
    private final Duration interval;
    private final Runnable alive;

    /**
     * @param interval the longest time between two calls of {@code alive} while the loop waits
     */
    public WatchdogWakeups(WakeupSource wakeups, Duration interval, Runnable alive) {
        this.wakeups = wakeups;
        this.interval = interval;
        this.alive = alive;
    }

    @Override
    public Wakeup await(Duration limit) throws InterruptedException {
        Duration waited = Duration.ZERO;
        while (true) {
            Duration left = limit.minus(waited);
            boolean last = left.compareTo(interval) <= 0;
            Wakeup end = wakeups.await(last ? left : interval);
            waited = waited.plus(end.waited());
            if (last || end.wake() != Wake.TIMEOUT) {
                return new Wakeup(end.wake(), waited);
            }
            alive.run();
        }
    }
}
