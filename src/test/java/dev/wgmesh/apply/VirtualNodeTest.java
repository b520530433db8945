package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Days of watching nodes, in virtual time; {@link VirtualNodeExhaustive} has more of them. */
class VirtualNodeTest {
    @Test
    void a_node_that_is_killed_and_meddled_with_keeps_its_sessions_and_ends_as_dns_says() {
        var days = VirtualDays.live(20, Duration.ofHours(6), 4);
        assertTrue(days.passes() > 300 && days.kills() > 2 && days.rests() > 100, days::toString);
    }
}
