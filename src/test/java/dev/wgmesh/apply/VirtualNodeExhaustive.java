package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Many watching nodes, in virtual time. */
class VirtualNodeExhaustive {
    @Test
    void a_day_of_any_node_loses_no_session_and_ends_as_dns_says() {
        int[] sums = VirtualNodeTest.days(3, Duration.ofDays(1), 20);
        assertTrue(sums[1] > 0, sums[0] + " passes, " + sums[1] + " kills");
    }

    /** The hours between events are alike: most seeds have few of them. */
    @Test
    void what_happens_to_any_node_cuts_no_session_and_ends_as_dns_says() {
        int[] sums = VirtualNodeTest.days(150, Duration.ofHours(4), 4);
        assertTrue(sums[1] > 20, sums[0] + " passes, " + sums[1] + " kills");
    }
}
