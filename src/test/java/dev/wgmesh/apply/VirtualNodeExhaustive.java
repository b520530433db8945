package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Many watching nodes, in virtual time. */
class VirtualNodeExhaustive {
    private static final int SEEDS = 150;

    @Test
    void a_day_of_any_node_loses_no_session_and_ends_as_dns_says() {
        var days = VirtualDays.live(SEEDS, Duration.ofDays(1), 8);
        assertTrue(days.kills() > 50, days::toString);
    }
}
