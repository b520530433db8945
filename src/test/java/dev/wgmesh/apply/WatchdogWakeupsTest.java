package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.apply.WakeupSource.Wake;
import dev.wgmesh.apply.WakeupSource.Wakeup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchdogWakeupsTest {
    private static final Duration INTERVAL = Duration.ofSeconds(20);

    private final List<String> story = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    private Wakeup await(long seconds, Wakeup... ends) throws InterruptedException {
        var left = new ArrayDeque<>(List.of(ends));
        WakeupSource source =
                limit -> {
                    story.add("waits " + limit.toSeconds());
                    Wakeup end = left.isEmpty() ? Wakeup.timeout(limit) : left.removeFirst();
                    now = now.plus(end.waited());
                    return end;
                };
        return wakeups(source).await(Duration.ofSeconds(seconds));
    }

    private WatchdogWakeups wakeups(WakeupSource source) {
        return new WatchdogWakeups(source, INTERVAL, () -> now, () -> story.add("alive"));
    }

    @Test
    void a_long_wait_reports_in_between() throws InterruptedException {
        assertEquals(Wakeup.timeout(Duration.ofSeconds(50)), await(50));
        assertEquals(List.of("waits 20", "alive", "waits 20", "alive", "waits 10"), story);
    }

    @Test
    void an_event_ends_the_wait_with_the_time_that_has_passed() throws InterruptedException {
        var event = new Wakeup(Wake.RUN_NOW, Duration.ofSeconds(7));
        assertEquals(
                new Wakeup(Wake.RUN_NOW, Duration.ofSeconds(27)),
                await(50, Wakeup.timeout(INTERVAL), event));
    }

    /** Waits of 9 s with looks at the peers between them, which take a second. */
    private void look(WatchdogWakeups wakeups, int times) throws InterruptedException {
        for (int wait = 1; wait <= times; wait++) {
            wakeups.await(Duration.ofSeconds(9));
            now = now.plusSeconds(1);
            story.add("looks");
        }
    }

    @Test
    void waits_that_are_shorter_than_the_interval_report_too() throws InterruptedException {
        look(wakeups(this::sleep), 5);
        assertEquals(List.of("looks", "looks", "alive", "looks", "looks", "alive", "looks"), story);
    }

    @Test
    void a_clock_that_is_set_back_reports_at_once() throws InterruptedException {
        WatchdogWakeups wakeups = wakeups(this::sleep);
        look(wakeups, 1);
        now = now.minus(Duration.ofDays(1));
        look(wakeups, 3);
        assertEquals(List.of("looks", "alive", "looks", "looks", "alive", "looks"), story);
    }

    private Wakeup sleep(Duration time) {
        now = now.plus(time);
        return Wakeup.timeout(time);
    }
}
