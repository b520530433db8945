package dev.wgmesh.apply;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wake-ups sent from another thread, such as a signal handler. */
public final class WakeupSignal implements WakeupSource {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signalled = lock.newCondition();
    private boolean wake;
    private boolean stop;

    /** Ends the current or the next wait: run a pass at once. */
    public void wake() {
        lock.lock();
        try {
            wake = true;
            signalled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the current wait and all later ones. */
    public void stop() {
        lock.lock();
        try {
            stop = true;
            signalled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Wake await(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (left > 0 && !stop && !wake) {
                left = signalled.awaitNanos(left);
            }
            boolean passNow = wake;
            wake = false;
            return stop ? Wake.STOP : passNow ? Wake.RUN_NOW : Wake.TIMEOUT;
        } finally {
            lock.unlock();
        }
    }
}
