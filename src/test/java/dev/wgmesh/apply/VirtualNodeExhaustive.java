package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Many days of watching nodes, in virtual time. */
class VirtualNodeExhaustive {
    @Test
    void a_day_of_any_node_loses_no_session_and_ends_as_dns_says() {
        int[] sums = VirtualNodeTest.days(5, Duration.ofDays(1));
        assertTrue(sums[1] > 200, sums[0] + " passes, " + sums[1] + " kills");
    }
}
