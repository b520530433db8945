package dev.wgmesh.observe;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.PeerState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** At which endpoints this node sees its peers, read from the interface once a second at most. */
final class SightingTable {
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** How long after its last handshake a member counts as seen; WireGuard renews every 2 min. */
    private static final Duration SEEN = Duration.ofMinutes(3);

    private final Supplier<List<PeerState>> peers;
    private final InstantSource clock;
    private Instant readAt = Instant.MIN;
    private Map<PublicKey, PeerState> read = Map.of();

    SightingTable(Supplier<List<PeerState>> peers, InstantSource clock) {
        this.peers = peers;
        this.clock = clock;
    }

    /**
     * Returns the endpoint of a member that had a handshake in the last 3 minutes.
     *
     * @throws dev.wgmesh.problem.Failure where the interface cannot be read
     */
    synchronized Optional<Endpoint> endpoint(HostName host, Map<HostName, PublicKey> members) {
        Instant now = clock.instant();
        if (readAt.isAfter(now) || !readAt.isAfter(now.minus(FRESH))) {
            var table = new HashMap<PublicKey, PeerState>();
            peers.get().forEach(peer -> table.put(peer.peer().key(), peer));
            read = table;
            readAt = now;
        }
        return Optional.ofNullable(members.get(host))
                .flatMap(key -> Optional.ofNullable(read.get(key)))
                .filter(peer -> peer.hasHandshakeWithin(SEEN, now))
                .flatMap(peer -> peer.peer().endpoint());
    }
}
