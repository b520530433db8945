package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BellTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Bell bell = new Bell();

    @Test
    void a_wait_ends_with_its_time() throws InterruptedException {
        assertEquals(Wakeups.Wake.TIME, bell.await(Duration.ofMillis(5)));
        assertEquals(Wakeups.Wake.TIME, bell.await(Duration.ZERO));
    }

    @Test
    void a_word_that_came_before_ends_the_next_wait_only() throws InterruptedException {
        bell.again();
        bell.again();
        assertEquals(Wakeups.Wake.AGAIN, bell.await(LONG));
        assertEquals(Wakeups.Wake.TIME, bell.await(Duration.ofMillis(5)));
    }

    @Test
    void stop_ends_every_wait() throws InterruptedException {
        Thread.ofVirtual().start(bell::stop);
        assertEquals(Wakeups.Wake.STOP, bell.await(LONG));
        bell.again();
        assertEquals(Wakeups.Wake.STOP, bell.await(LONG));
    }
}
