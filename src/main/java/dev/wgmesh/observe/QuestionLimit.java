package dev.wgmesh.observe;

import dev.wgmesh.model.IpAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** How many questions a peer may ask: 20 a second, and 200 at once. */
final class QuestionLimit {
    private static final int A_SECOND = 20;
    private static final int AT_ONCE = 200;
    private static final double MILLIS = 1000;

    private final InstantSource clock;
    private final Map<IpAddress, Allowance> peers = new HashMap<>();

    /** What is left to a peer at a time. */
    private record Allowance(double questions, Instant at) {}

    QuestionLimit(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes a question of the peer, and returns whether there was one left. */
    synchronized boolean take(IpAddress peer) {
        Instant now = clock.instant();
        Allowance last = peers.getOrDefault(peer, new Allowance(AT_ONCE, now));
        double passed = Math.max(0, now.toEpochMilli() - last.at().toEpochMilli()) / MILLIS;
        double left = Math.min(AT_ONCE, last.questions() + passed * A_SECOND);
        boolean allowed = left >= 1;
        peers.put(peer, new Allowance(allowed ? left - 1 : left, now));
        return allowed;
    }
}
