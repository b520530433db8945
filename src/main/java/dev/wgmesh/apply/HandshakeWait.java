package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.DevicePlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Waits for the handshakes that prove the identity of members on a local network. */
final class HandshakeWait {
    /** The longest wait of one pass. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** A handshake is tried again after 5 s. */
    private static final Duration PSK_PATIENCE = Duration.ofSeconds(6);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final Device device;
    private final InstantSource clock;
    private final WakeupSource wakeups;

    HandshakeWait(Device device, InstantSource clock, WakeupSource wakeups) {
        this.device = device;
        this.clock = clock;
        this.wakeups = wakeups;
    }

    /**
     * Returns whether a peer was proved since the device was read, so that a new plan is useful.
     */
    boolean awaitHandshakes(DevicePlan plan, NodeContext node) throws InterruptedException {
        if (plan.desired().paths() != PathMode.AUTO) {
            return false;
        }
        Set<PublicKey> tried = withoutHandshake(onLink(plan, node), node.peers());
        if (tried.isEmpty()) {
            return false;
        }
        List<PeerState> now = plan.isEmpty() ? node.peers() : device.peers();
        tried.retainAll(onLink(now, node.facts()));
        return await(tried, now, PATIENCE);
    }

    /**
     * Waits for new peers to show their preshared key. Returns whether there are any, so that those
     * which have not shown it get another one.
     */
    boolean awaitPresharedKeys(DevicePlan plan) throws InterruptedException {
        Set<PublicKey> tried = plan.triedPresharedKeys();
        if (tried.isEmpty()) {
            return false;
        }
        await(tried, device.peers(), PSK_PATIENCE);
        return true;
    }

    /**
     * Waits for a handshake of each peer. Returns whether one came; false after a stop.
     *
     * @param now the peers as just read
     */
    private boolean await(Set<PublicKey> tried, List<PeerState> now, Duration patience)
            throws InterruptedException {
        Set<PublicKey> open = withoutHandshake(tried, now);
        for (long waited = 0;
                !open.isEmpty() && waited < patience.toMillis();
                waited += POLL_INTERVAL.toMillis()) {
            if (wakeups.await(POLL_INTERVAL).wake() == WakeupSource.Wake.STOP) {
                return false;
            }
            open = withoutHandshake(open, device.peers());
        }
        return open.size() < tried.size();
    }

    /**
     * Returns the members whose endpoint was on a local network when the device was read, or may be
     * since the plan was carried out.
     */
    private static Set<PublicKey> onLink(DevicePlan plan, NodeContext node) {
        Set<PublicKey> before = onLink(node.peers(), node.facts());
        return plan.desired().peers().stream()
                .map(DesiredPeer::peer)
                .filter(peer ->
                        before.contains(peer.key()) || isOnLink(peer.endpoint(), node.facts()))
                .map(Peer::key)
                .collect(Collectors.toSet());
    }

    private Set<PublicKey> withoutHandshake(Set<PublicKey> keys, List<PeerState> peers) {
        if (keys.isEmpty()) {
            return Set.of();
        }
        Instant now = clock.instant();
        var open = new HashSet<>(keys);
        for (PeerState peer : peers) {
            if (peer.isLive(now)) {
                open.remove(peer.peer().key());
            }
        }
        return open;
    }

    /** Returns the peers whose endpoint is on a local network. */
    private static Set<PublicKey> onLink(List<PeerState> peers, NodeFacts facts) {
        return peers.stream()
                .filter(peer -> isOnLink(peer.peer().endpoint(), facts))
                .map(peer -> peer.peer().key())
                .collect(Collectors.toSet());
    }

    private static boolean isOnLink(Optional<Endpoint> endpoint, NodeFacts facts) {
        if (endpoint.isPresent()) {
            for (NodeFacts.OnLinkPrefix lan : facts.onLink()) {
                if (lan.prefix().contains(endpoint.get().address())) {
                    return true;
                }
            }
        }
        return false;
    }
}
