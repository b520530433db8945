package dev.wgmesh.apply;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Events sent from another thread, such as a signal handler. Equal events are joined. */
public final class WakeupSignal implements WakeupSource {
    /** The most urgent first. */
    private static final List<Wake> ORDER =
            List.of(
                    Wake.STOP,
                    Wake.RUN_NOW,
                    Wake.DEVICE_CHANGED,
                    Wake.NETWORK_CHANGED,
                    Wake.ZONE_CHANGED);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signalled = lock.newCondition();
    private final Set<Wake> pending = EnumSet.noneOf(Wake.class);

    /** Ends the current or the next wait: run a pass at once. */
    public void wake() {
        signal(Wake.RUN_NOW);
    }

    /** Ends the current wait and all later ones. */
    public void stop() {
        signal(Wake.STOP);
    }

    /** Ends the current or the next wait with that event. */
    public void signal(Wake event) {
        lock.lock();
        try {
            pending.add(event);
            signalled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Wakeup await(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (left > 0 && pending.isEmpty()) {
                left = signalled.awaitNanos(left);
            }
            return new Wakeup(next(), limit.minusNanos(Math.max(left, 0)));
        } finally {
            lock.unlock();
        }
    }

    private Wake next() {
        Wake first = ORDER.stream().filter(pending::contains).findFirst().orElse(Wake.TIMEOUT);
        if (first != Wake.STOP) {
            pending.remove(first);
        }
        return first;
    }
}
