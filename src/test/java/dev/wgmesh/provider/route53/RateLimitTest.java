package dev.wgmesh.provider.route53;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.route53.Behaviour;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final List<Duration> waits = new ArrayList<>();

    @Test
    void four_calls_go_at_once_and_then_four_a_second() {
        var pace = new RateLimit(() -> Instant.EPOCH, new Random(1), waits::add);
        for (int i = 0; i < 10; i++) {
            pace.acquire();
        }
        assertEquals(
                List.of(1, 1, 1, 1, 2, 2),
                waits.stream().map(wait -> (int) wait.toSeconds()).toList());
    }

    @Test
    void tries_are_spread_over_a_time_that_doubles_up_to_five_seconds() {
        var pace = new RateLimit(() -> Instant.EPOCH, new Random(1), waits::add);
        for (int seed = 0; seed < 200; seed++) {
            pace.backOff(1);
        }
        assertTrue(waits.stream().allMatch(wait -> wait.toMillis() <= 200));
        assertTrue(waits.stream().mapToLong(Duration::toMillis).max().orElse(0) > 180);
        waits.clear();
        for (int seed = 0; seed < 200; seed++) {
            pace.backOff(12);
        }
        assertTrue(waits.stream().allMatch(wait -> wait.toMillis() <= 5_000));
        assertTrue(waits.stream().mapToLong(Duration::toMillis).max().orElse(0) > 4_500);
    }

    @Test
    void a_place_alone_is_never_throttled() throws IOException {
        try (FakeRoute53Zone cloud = FakeRoute53Zone.hosting(Behaviour.QUICK.withThrottling())) {
            Instant begin = cloud.instant();
            ZoneProvider place = cloud.place();
            for (int i = 0; i < 5; i++) {
                PlanText.commit(place, List.of("x" + i + " 60 A 192.0.2.7"));
            }
            int calls = cloud.route53().calls().size();
            assertEquals((calls - 1) / 4, Duration.between(begin, cloud.instant()).toSeconds());
        }
    }

    @Test
    void a_call_that_others_crowd_out_is_tried_again() throws IOException {
        try (FakeRoute53Zone cloud = FakeRoute53Zone.hosting(Behaviour.QUICK)) {
            ZoneProvider place = cloud.place();
            for (int i = 0; i < 5; i++) {
                cloud.route53().refuse(400, "Throttling", "Rate exceeded");
            }
            PlanText.commit(place, List.of("x 60 A 192.0.2.7"));
            assertEquals("60 192.0.2.7", PlanText.shown(place, "x A"));
        }
    }
}
