package dev.wgmesh.plan;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.StandbyPeer;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The changes that a rotated key needs, at the node that has it and at its peers. */
public final class KeySwitch {
    private static final Duration ON = Duration.ofSeconds(25);

    private KeySwitch() {}

    /**
     * Returns the change to this node's next key. Keepalive that is turned on sends a packet, so
     * each peer learns the key at once; the next pass sets it as it should be.
     */
    static List<PlannedChange> own(DesiredDevice desired, Collection<PeerState> peers) {
        Optional<PrivateKey> key =
                desired.ownKey().privateKey().filter(_ -> desired.ownKey().switches());
        if (key.isEmpty()) {
            return List.of();
        }
        String reason = desired.self() + " switches to the key " + desired.ownKey().key();
        Map<PublicKey, Peer> actual = byKey(peers);
        List<Peer> called =
                desired.peers().stream()
                        .flatMap(
                                peer -> Optional.ofNullable(actual.get(peer.peer().key())).stream())
                        .filter(peer -> peer.endpoint().isPresent())
                        .toList();
        var changes = new ArrayList<PlannedChange>();
        called.stream()
                .filter(peer -> !peer.keepalive().isZero())
                .forEach(peer -> changes.add(keepalive(peer, Duration.ZERO, reason)));
        changes.add(new PlannedChange(new DeviceChange.SetPrivateKey(key.get()), reason));
        called.forEach(peer -> changes.add(keepalive(peer, ON, reason)));
        return changes;
    }

    private static PlannedChange keepalive(Peer peer, Duration interval, String reason) {
        return new PlannedChange(
                new DeviceChange.UpdatePeer(
                        peer.key(), Optional.empty(), Optional.empty(), Optional.of(interval)),
                reason);
    }

    /**
     * Returns the moves of allowed IPs to keys that made a handshake since the device was planned;
     * empty: none did. A pass would do the same, later.
     */
    public static List<PlannedChange> handovers(
            DesiredDevice desired, Collection<PeerState> peers) {
        var changes = new ArrayList<PlannedChange>();
        Map<PublicKey, Optional<Instant>> handshakes = new HashMap<>();
        peers.forEach(peer -> handshakes.put(peer.peer().key(), peer.handshake()));
        for (DesiredPeer peer : desired.peers()) {
            Optional<PublicKey> next =
                    peer.standby()
                            .filter(standby -> standby.awaitedFrom().isPresent())
                            .map(StandbyPeer::peer)
                            .map(standby -> standby.peer().key());
            if (next.isPresent() && isNewer(handshakes, next.get(), peer.peer().key())) {
                String reason = peer.host() + ": first handshake of its next key";
                changes.add(allowedIps(peer.peer().key(), List.of(), reason));
                changes.add(allowedIps(next.get(), peer.peer().allowedIps(), reason));
            }
        }
        return changes;
    }

    private static boolean isNewer(
            Map<PublicKey, Optional<Instant>> handshakes, PublicKey next, PublicKey present) {
        Optional<Instant> before = handshakes.getOrDefault(present, Optional.empty());
        return handshakes
                .getOrDefault(next, Optional.empty())
                .filter(at -> before.filter(old -> old.isAfter(at)).isEmpty())
                .isPresent();
    }

    private static PlannedChange allowedIps(PublicKey key, List<Prefix> ips, String reason) {
        var change =
                new DeviceChange.UpdatePeer(
                        key, Optional.empty(), Optional.of(ips), Optional.empty());
        return new PlannedChange(change, reason);
    }

    private static Map<PublicKey, Peer> byKey(Collection<PeerState> peers) {
        var found = new HashMap<PublicKey, Peer>();
        peers.forEach(peer -> found.put(peer.peer().key(), peer.peer()));
        return found;
    }
}
