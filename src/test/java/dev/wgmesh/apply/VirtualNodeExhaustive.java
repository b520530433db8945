package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Many watching nodes, in virtual time. */
class VirtualNodeExhaustive {
    private static final Duration DAY = Duration.ofDays(1);

    /** Hours without an event are alike, so most days have few events, and time for each. */
    @Test
    void a_day_of_any_node_loses_no_session_and_ends_as_dns_says() {
        var days = VirtualDays.live(2000, DAY, 2);
        assertTrue(days.kills() >= 200, days::toString);
        assertEquals(VirtualEvents.Kind.values().length, days.happened().size(), days::toString);
        assertTrue(Collections.min(days.happened().values()) >= 200, days::toString);
    }

    @Test
    void a_day_full_of_events_loses_no_session_and_ends_as_dns_says() {
        var days = VirtualDays.live(40, DAY, 20);
        assertTrue(days.kills() > 20 && !days.cuts().isEmpty(), days::toString);
    }
}
