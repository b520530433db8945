package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.apply.WatchTimers.Step;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchTimersTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(2);

    private final WatchTimers timers = new WatchTimers();

    @Test
    void the_first_step_is_to_read() {
        assertEquals(Step.READING, timers.next());
        assertEquals(Duration.ZERO, timers.until(Step.READING));
    }

    @Test
    void the_step_with_the_least_time_is_next() {
        timers.set(Step.READING, LATER);
        timers.set(Step.LOOK, SOON);
        assertEquals(Step.LOOK, timers.next());
        timers.set(Step.LOOK, Optional.empty());
        assertEquals(Step.READING, timers.next());
        timers.set(Step.READING, Optional.empty());
        timers.set(Step.REPEAT, LATER);
        assertEquals(Step.REPEAT, timers.next());
    }

    @Test
    void of_two_that_are_due_the_one_named_first_is_next() {
        timers.set(Step.READING, LATER);
        timers.set(Step.LOOK, SOON);
        timers.set(Step.REPEAT, SOON);
        assertEquals(Step.REPEAT, timers.next());
        timers.elapsed(LATER);
        assertEquals(Step.READING, timers.next());
    }
}
