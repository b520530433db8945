package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventBackoffTest {
    private final EventBackoff backoff = new EventBackoff(Duration.ofMillis(200));

    private List<Long> delays(int events) {
        return Stream.generate(() -> backoff.next().toMillis()).limit(events).toList();
    }

    @Test
    void events_that_do_not_end_get_fewer_and_fewer_answers() {
        assertEquals(List.of(200L, 200L, 200L, 200L, 400L, 800L, 1600L, 3200L, 6400L), delays(9));
        assertEquals(List.of(12800L, 25600L, 51200L, 60000L, 60000L), delays(5));
    }

    @Test
    void after_two_minutes_without_an_event_the_next_one_is_answered_at_once() {
        delays(13);
        backoff.elapsed(Duration.ofSeconds(119));
        assertEquals(List.of(60000L), delays(1));
        backoff.elapsed(Duration.ofSeconds(60));
        backoff.elapsed(Duration.ofSeconds(60));
        assertEquals(List.of(200L), delays(1));
    }
}
