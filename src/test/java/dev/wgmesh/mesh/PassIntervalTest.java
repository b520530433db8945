package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.Seeds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassIntervalTest {
    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void a_settled_mesh_waits_the_least_ttl_and_up_to_a_tenth_more() {
        Seeds.check(
                200,
                random -> {
                    Duration wait = PassInterval.settled(seconds(300), random);
                    assertTrue(wait.compareTo(seconds(300)) >= 0, wait.toString());
                    assertTrue(wait.compareTo(seconds(330)) <= 0, wait.toString());
                });
    }

    @Test
    void a_ttl_counts_from_30_seconds_to_an_hour() {
        Seeds.check(
                200,
                random -> {
                    Duration least = PassInterval.settled(Duration.ZERO, random);
                    assertTrue(least.compareTo(seconds(30)) >= 0, least.toString());
                    assertTrue(least.compareTo(seconds(33)) <= 0, least.toString());
                    Duration most = PassInterval.settled(Duration.ofDays(7), random);
                    assertTrue(most.compareTo(seconds(3600)) >= 0, most.toString());
                    assertTrue(most.compareTo(seconds(3960)) <= 0, most.toString());
                });
    }

    @Test
    void an_unsettled_mesh_is_asked_every_2_seconds_then_ever_more_seldom() {
        int[] waits = {2, 2, 2, 2, 2, 4, 8, 16, 32, 64, 100, 100};
        Seeds.check(
                200,
                random -> {
                    for (int i = 0; i < waits.length; i++) {
                        Duration wait = PassInterval.unsettled(i + 1, seconds(100), random);
                        assertTrue(wait.compareTo(seconds(waits[i])) >= 0, wait.toString());
                        assertTrue(
                                wait.compareTo(seconds(waits[i]).multipliedBy(11).dividedBy(10))
                                        <= 0,
                                wait.toString());
                    }
                });
    }

    @Test
    void the_tunnels_mtu_is_the_least_path_mtu_less_80() {
        assertEquals(1420, TunnelMtu.of(List.of()));
        assertEquals(1412, TunnelMtu.of(List.of(1500, 1492)));
        assertEquals(1280, TunnelMtu.of(List.of(1300)));
    }
}
