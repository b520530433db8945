package dev.wgmesh.apply;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The times until the next steps of a {@link WatchLoop}. */
final class WatchTimers {
    /** A step of the loop; the one named first is taken where two are due. */
    enum Step {
        /** A pass that reads DNS. */
        READING,
        /** A pass over the mesh as last read. */
        REPEAT,
        /** A look at the sessions of the peers. */
        LOOK
    }

    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final Map<Step, Duration> left = new EnumMap<>(Step.class);

    WatchTimers() {
        left.put(Step.READING, Duration.ZERO);
    }

    /** Sets the time until a step. */
    void set(Step step, Duration time) {
        left.put(step, time);
    }

    /** Sets the time until a step; empty: it is not due at any time. */
    void set(Step step, Optional<Duration> time) {
        left.remove(step);
        time.ifPresent(it -> left.put(step, it));
    }

    /** Sets the time until a step where it is shorter than the present one. */
    void hasten(Step step, Duration time) {
        left.merge(step, time, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }

    /** Returns the time until a step; zero: it is due, or was never set. */
    Duration until(Step step) {
        return left.getOrDefault(step, Duration.ZERO);
    }

    /** Returns the step that is due first. */
    Step next() {
        Step first = Step.READING;
        Duration least = left.getOrDefault(first, FOREVER);
        // in the order of the steps
        for (Map.Entry<Step, Duration> entry : left.entrySet()) {
            if (entry.getValue().compareTo(least) < 0) {
                first = entry.getKey();
                least = entry.getValue();
            }
        }
        return first;
    }

    /** Notes that time has passed. */
    void elapsed(Duration time) {
        left.replaceAll(
                (_, until) -> until.compareTo(time) > 0 ? until.minus(time) : Duration.ZERO);
    }
}
