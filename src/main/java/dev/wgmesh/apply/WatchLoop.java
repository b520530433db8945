package dev.wgmesh.apply;

import dev.wgmesh.mesh.PassInterval;
import dev.wgmesh.problem.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Runs passes until it is stopped; the device is then left unchanged. */
public final class WatchLoop {
    /** One pass. */
    @FunctionalInterface
    public interface SinglePass {
        /** Runs the pass. */
        PassResult run() throws InterruptedException;
    }

    /** Receives the outcome of each pass. */
    public interface Listener {
        /** Called when a pass has ended; the next one starts in {@code next} or on a signal. */
        void passCompleted(PassResult result, Duration next);

        /** Called when a pass failed; the next one starts in {@code next}. */
        void passFailed(Failure failure, Duration next);
    }

    private final SinglePass pass;
    private final WakeupSource wakeups;
    private final RandomGenerator random;
    private final Listener listener;

    private Duration ttl = Duration.ZERO;
    private int unsettled;

    /** Creates a loop around {@code pass}; {@code random} spreads the passes of many nodes. */
    public WatchLoop(
            SinglePass pass, WakeupSource wakeups, RandomGenerator random, Listener listener) {
        this.pass = pass;
        this.wakeups = wakeups;
        this.random = random;
        this.listener = listener;
    }

    /**
     * Runs until {@link WakeupSource.Wake#STOP}.
     *
     * @throws Failure INPUT or REFUSED from the first pass, since waiting does not fix them
     */
    public void run() throws InterruptedException {
        Duration wait = runOnce(true);
        while (true) {
            switch (wakeups.await(wait)) {
                case STOP -> {
                    return;
                }
                case RUN_NOW -> unsettled = 0;
                case TIMEOUT -> {}
            }
            wait = runOnce(false);
        }
    }

    private Duration runOnce(boolean first) throws InterruptedException {
        Optional<PassResult> result = Optional.empty();
        Optional<Failure> failure = Optional.empty();
        try {
            result = Optional.of(pass.run());
        } catch (Failure f) {
            if (first && (f.kind() == Failure.Kind.INPUT || f.kind() == Failure.Kind.REFUSED)) {
                throw f;
            }
            failure = Optional.of(f);
        }
        result.ifPresent(r -> ttl = r.ttl());
        Duration next = interval(result.filter(PassResult::settled).isPresent());
        result.ifPresent(r -> listener.passCompleted(r, next));
        failure.ifPresent(f -> listener.passFailed(f, next));
        return next;
    }

    private Duration interval(boolean settled) {
        if (settled) {
            unsettled = 0;
            return PassInterval.settled(ttl, random);
        }
        unsettled++;
        return PassInterval.unsettled(unsettled, ttl, random);
    }
}
