package dev.wgmesh.apply;

import dev.wgmesh.apply.WatchTimers.Step;
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

        /** Called before the pass that a user asked for: it reads the mesh anew. */
        default void reload() {
            forget();
        }

        /**
         * Returns the time until the peers are to be looked at; empty: not before the next pass.
         */
        default Optional<Duration> untilLook() {
            return Optional.empty();
        }

        /** Looks at the peers; returns whether one changed so that a pass is needed. */
        default boolean needsPass() {
            return false;
        }

        /** Called when the loop ends. */
        default void stop() {}
    }

    /** Receives the outcome of each pass. */
    public interface Listener {
        /** Called when a pass has ended; the next one starts in {@code next} or on an event. */
        void passCompleted(PassResult result, Duration next);

        /** Called when a pass failed; the next one starts in {@code next}. */
        void passFailed(Failure failure, Duration next);
    }

    /** The wait after a pass between two readings failed: a handshake is tried every 5 s. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final SinglePass pass;
    private final WakeupSource wakeups;
    private final RandomGenerator random;
    private final Listener listener;
    private final WatchTimers timers = new WatchTimers();
    private final EventBackoff deviceEvents = new EventBackoff(Duration.ofMillis(200));
    private final EventBackoff networkEvents = new EventBackoff(Duration.ofMillis(500));

    private final EventBackoff zoneEvents = new EventBackoff(Duration.ofSeconds(1));

    private Duration ttl = Duration.ZERO;
    private int unsettled;

    /** Whether DNS was read, and completely, by the last pass that tried to. */
    private boolean meshRead;

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
            Step next = timers.next();
            WakeupSource.Wakeup end = wakeups.await(timers.until(next));
            elapsed(end.waited());
            switch (end.wake()) {
                case STOP -> {
                    pass.stop();
                    return;
                }
                case RUN_NOW -> {
                    unsettled = 0;
                    pass.reload();
                    runOnce(false);
                }
                case ZONE_CHANGED -> {
                    pass.forget();
                    timers.hasten(Step.READING, zoneEvents.next());
                }
                case DEVICE_CHANGED -> timers.hasten(Step.REPEAT, deviceEvents.next());
                case NETWORK_CHANGED -> {
                    timers.hasten(Step.REPEAT, networkEvents.next());
                    if (!meshRead) {
                        hastenReading();
                    }
                }
                case TIMEOUT -> take(next);
            }
        }
    }

    private void elapsed(Duration time) {
        timers.elapsed(time);
        deviceEvents.elapsed(time);
        networkEvents.elapsed(time);
        zoneEvents.elapsed(time);
    }

    private void take(Step step) throws InterruptedException {
        switch (step) {
            case READING -> runOnce(false);
            case REPEAT -> repeat();
            case LOOK -> look();
        }
    }

    private void repeat() throws InterruptedException {
        try {
            PassResult result = pass.repeat();
            timers.set(Step.REPEAT, result.repeatDue());
            timers.set(Step.LOOK, pass.untilLook());
            if (!result.settled() && !result.onlyTriesPresharedKeys()) {
                hastenReading();
            }
            if (!result.isEmpty() || !result.failed().isEmpty()) {
                listener.passCompleted(result, timers.until(Step.READING));
            }
        } catch (Failure failure) {
            timers.set(Step.REPEAT, AFTER_FAILURE);
            // a look that is due would fail at once, and again
            timers.set(Step.LOOK, Optional.empty());
            listener.passFailed(failure, AFTER_FAILURE);
        }
    }

    /** Begins the quick passes anew. */
    private void hastenReading() {
        unsettled = 0;
        timers.hasten(Step.READING, interval(false));
    }

    private void look() throws InterruptedException {
        try {
            if (pass.needsPass()) {
                hastenReading();
                repeat();
            } else {
                timers.set(Step.LOOK, pass.untilLook());
            }
        } catch (Failure _) {
            // the interface is away, or wg fails: a pass says what is wrong
            repeat();
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
        meshRead = result.filter(r -> r.savedMesh().isEmpty()).isPresent();
        timers.set(Step.REPEAT, result.flatMap(PassResult::repeatDue));
        timers.set(Step.LOOK, pass.untilLook());
        Duration next = interval(result.filter(PassResult::settled).isPresent());
        timers.set(Step.READING, next);
        result.ifPresent(r -> listener.passCompleted(r, next));
        failure.ifPresent(f -> listener.passFailed(f, next));
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
