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

        /** Runs a pass over the mesh as last read. */
        default PassResult repeat() throws InterruptedException {
            return run();
        }

        /** Makes the next pass read the mesh anew, whatever the TTLs say. */
        default void forget() {}

        /** Called when the loop ends. */
        default void stop() {}
    }

    /** Receives the outcome of each pass. */
    public interface Listener {
        /** Called when a pass has ended; the next one starts in {@code next} or on a signal. */
        void passCompleted(PassResult result, Duration next);

        /** Called when a pass failed; the next one starts in {@code next}. */
        void passFailed(Failure failure, Duration next);
    }

    /** The wait after preshared keys could not be looked at: a handshake is tried every 5 s. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final SinglePass pass;
    private final WakeupSource wakeups;
    private final RandomGenerator random;
    private final Listener listener;

    private Duration ttl = Duration.ZERO;
    private int unsettled;

    /** The time until DNS is read again. */
    private Duration untilReading = Duration.ZERO;

    /** The time until preshared keys are due; empty: with the next reading. */
    private Optional<Duration> untilRepeat = Optional.empty();

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
        runOnce(true);
        while (true) {
            Optional<Duration> sooner = untilRepeat.filter(it -> it.compareTo(untilReading) < 0);
            switch (wakeups.await(sooner.orElse(untilReading))) {
                case STOP -> {
                    pass.stop();
                    return;
                }
                case RUN_NOW -> {
                    unsettled = 0;
                    pass.forget();
                    runOnce(false);
                }
                case TIMEOUT -> {
                    if (sooner.isPresent()) {
                        untilReading = untilReading.minus(sooner.get());
                        repeat();
                    } else {
                        runOnce(false);
                    }
                }
            }
        }
    }

    private void repeat() throws InterruptedException {
        try {
            PassResult result = pass.repeat();
            untilRepeat = result.presharedKeysDue();
            if (!result.isEmpty() || !result.failed().isEmpty()) {
                listener.passCompleted(result, untilReading);
            }
        } catch (Failure failure) {
            untilRepeat = Optional.of(AFTER_FAILURE);
            listener.passFailed(failure, AFTER_FAILURE);
        }
    }

    private void runOnce(boolean first) throws InterruptedException {
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
        untilRepeat = result.flatMap(PassResult::presharedKeysDue);
        Duration next = interval(result.filter(PassResult::settled).isPresent());
        result.ifPresent(r -> listener.passCompleted(r, next));
        failure.ifPresent(f -> listener.passFailed(f, next));
        untilReading = next;
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
