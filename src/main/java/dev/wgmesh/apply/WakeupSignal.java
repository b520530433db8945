package dev.wgmesh.apply;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wake-ups that are rung from another thread, such as a signal's. */
public final class WakeupSignal implements WakeupSource {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private boolean again;
    private boolean stop;

    /** Ends the wait, or the next one: pass at once. */
    public void again() {
        lock.lock();
        try {
            again = true;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait and all others. */
    public void stop() {
        lock.lock();
        try {
            stop = true;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Wake await(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (left > 0 && !stop && !again) {
                left = rung.awaitNanos(left);
            }
            boolean rungAgain = again;
            again = false;
            return stop ? Wake.STOP : rungAgain ? Wake.AGAIN : Wake.TIME;
        } finally {
            lock.unlock();
        }
    }
}
