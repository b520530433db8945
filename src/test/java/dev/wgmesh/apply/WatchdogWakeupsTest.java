package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.apply.WakeupSource.Wake;
import dev.wgmesh.apply.WakeupSource.Wakeup;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchdogWakeupsTest {
    private final List<String> story = new ArrayList<>();

    private Wakeup await(long seconds, Wakeup... ends) throws InterruptedException {
        var left = new ArrayDeque<>(List.of(ends));
        WakeupSource source =
                limit -> {
                    story.add("waits " + limit.toSeconds());
                    return left.isEmpty() ? Wakeup.timeout(limit) : left.removeFirst();
                };
        return new WatchdogWakeups(source, Duration.ofSeconds(20), () -> story.add("alive"))
                .await(Duration.ofSeconds(seconds));
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
                await(50, Wakeup.timeout(Duration.ofSeconds(20)), event));
    }
}
