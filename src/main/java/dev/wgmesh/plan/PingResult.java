package dev.wgmesh.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * The answers to some pings.
 *
 * @param sent at least 1
 * @param average round-trip time; empty: no answer
 */
public record PingResult(int sent, int received, Optional<Duration> average) {
    /** Returns the part without an answer, in percent. */
    public int lossPercent() {
        return Math.round(100f * (sent - received) / sent);
    }
}
