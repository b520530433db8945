package dev.wgmesh.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerHealthTest {
    private static final NameServer SERVER = NameServer.of("192.0.2.53");

    private final ServerHealth health = new ServerHealth(2);

    @Test
    void a_server_that_times_out_twice_in_a_row_is_unresponsive() {
        health.timedOut(SERVER);
        assertEquals(Set.of(), health.unresponsive());
        health.timedOut(SERVER);
        assertEquals(Set.of(SERVER), health.unresponsive());
    }

    @Test
    void a_reply_between_two_time_outs_counts() {
        health.timedOut(SERVER);
        health.replied(SERVER);
        health.timedOut(SERVER);
        assertEquals(Set.of(), health.unresponsive());
    }
}
