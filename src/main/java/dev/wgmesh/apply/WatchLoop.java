package dev.wgmesh.apply;

import dev.wgmesh.mesh.PassInterval;
import dev.wgmesh.problem.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Pass after pass, until it is told to stop; the device is then left as it is. */
public final class WatchLoop {
    /** One pass. */
    @FunctionalInterface
    public interface SinglePass {
        /** Carries it out. */
        PassResult run() throws InterruptedException;
    }

    /** Is told how each pass went. */
    public interface Listener {
        /** A pass came to its end; the next one comes in {@code next} unless it is called for. */
        void passed(PassResult result, Duration next);

        /** A pass could not judge, and changed nothing; the next one comes in {@code next}. */
        void failed(Failure failure, Duration next);
    }

    private final SinglePass pass;
    private final WakeupSource wakeups;
    private final RandomGenerator random;
    private final Listener listener;

    private Duration ttl = Duration.ZERO;
    private int unsettled;

    /** A loop around {@code pass}; {@code random} spreads the passes of many nodes. */
    public WatchLoop(
            SinglePass pass, WakeupSource wakeups, RandomGenerator random, Listener listener) {
        this.pass = pass;
        this.wakeups = wakeups;
        this.random = random;
        this.listener = listener;
    }

    /**
     * Goes on until {@link WakeupSource.Wake#STOP}.
     *
     * @throws Failure INPUT or REFUSED from the first pass, which no waiting mends
     */
    public void run() throws InterruptedException {
        Duration wait = once(true);
        while (true) {
            switch (wakeups.await(wait)) {
                case STOP -> {
                    return;
                }
                case AGAIN -> unsettled = 0;
                case TIME -> {}
            }
            wait = once(false);
        }
    }

    private Duration once(boolean first) throws InterruptedException {
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
        result.ifPresent(r -> listener.passed(r, next));
        failure.ifPresent(f -> listener.failed(f, next));
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
