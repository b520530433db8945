package dev.wgmesh.plan;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.PeerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The counters of the peers at one moment.
 *
 * @param peers without those that never sent or received anything
 */
public record TrafficSample(Instant at, Map<PublicKey, Traffic> peers) {
    /** The shortest time that a rate is computed over. */
    private static final Duration SHORTEST = Duration.ofMillis(500);

    public TrafficSample {
        peers = Map.copyOf(peers);
    }

    /** Returns the counters as read from an interface. */
    public static TrafficSample of(Instant at, Collection<PeerState> peers) {
        var traffic = new LinkedHashMap<PublicKey, Traffic>();
        for (PeerState peer : peers) {
            if (peer.received() > 0 || peer.sent() > 0) {
                traffic.put(peer.peer().key(), new Traffic(peer.received(), peer.sent()));
            }
        }
        return new TrafficSample(at, traffic);
    }

    /**
     * Returns the rate of a peer since this sample; empty where less than half a second has passed,
     * or the counters began again.
     */
    Optional<TrafficRate> rate(PeerState now, Instant at) {
        Duration passed = Duration.between(this.at, at);
        Traffic before = peers.getOrDefault(now.peer().key(), new Traffic(0, 0));
        long received = now.received() - before.received();
        long sent = now.sent() - before.sent();
        if (passed.compareTo(SHORTEST) < 0 || received < 0 || sent < 0) {
            return Optional.empty();
        }
        double seconds = passed.toMillis() / 1000.0;
        return Optional.of(
                new TrafficRate(
                        Math.round(received / seconds), Math.round(sent / seconds), passed));
    }
}
