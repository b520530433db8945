package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.apply.VirtualEvents.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Days of watching nodes, in virtual time; {@link VirtualNodeExhaustive} has more of them. */
class VirtualNodeTest {
    @Test
    void a_node_that_is_killed_and_meddled_with_keeps_its_sessions_and_ends_as_dns_says() {
        var days = VirtualDays.live(20, Duration.ofHours(6), 4);
        assertTrue(days.passes() > 300 && days.kills() > 2 && days.rests() > 100, days::toString);
    }

    @Test
    void a_pair_behind_two_nats_that_has_traffic_is_cut_for_a_second_at_most() {
        var days = VirtualDays.live(40, Duration.ofHours(2), 12, List.of(Kind.MEMBER_MOVES));
        assertTrue(days.cuts().size() >= 5, days::toString);
    }
}
