package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WakeupSignalTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final WakeupSignal bell = new WakeupSignal();

    @Test
    void a_wait_ends_with_its_time() throws InterruptedException {
        assertEquals(WakeupSource.Wake.TIMEOUT, bell.await(Duration.ofMillis(5)).wake());
        assertEquals(WakeupSource.Wake.TIMEOUT, bell.await(Duration.ZERO).wake());
    }

    @Test
    void a_word_that_came_before_ends_the_next_wait_only() throws InterruptedException {
        bell.wake();
        bell.wake();
        assertEquals(WakeupSource.Wake.RUN_NOW, bell.await(LONG).wake());
        assertEquals(WakeupSource.Wake.TIMEOUT, bell.await(Duration.ofMillis(5)).wake());
    }

    @Test
    void stop_ends_every_wait() throws InterruptedException {
        Thread.ofVirtual().start(bell::stop);
        assertEquals(WakeupSource.Wake.STOP, bell.await(LONG).wake());
        bell.wake();
        assertEquals(WakeupSource.Wake.STOP, bell.await(LONG).wake());
    }
}
