package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.PathMode;
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

/** Waits for the handshakes that prove members on my LAN to be what they say. */
final class NeighbourProof {
    /** For so long, at the most, a single pass waits. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    /** A handshake younger than this proves the address it came from. */
    private static final Duration FRESH = Duration.ofSeconds(275);

    private final Device device;
    private final InstantSource clock;
    private final WakeupSource wakeups;

    NeighbourProof(Device device, InstantSource clock, WakeupSource wakeups) {
        this.device = device;
        this.clock = clock;
        this.wakeups = wakeups;
    }

    /** Whether at least one was proved since the node was looked at: a second look is worth it. */
    boolean prove(DevicePlan plan, NodeContext node) throws InterruptedException {
        if (plan.desired().paths() != PathMode.AUTO) {
            return false;
        }
        Set<PublicKey> tried = members(plan);
        tried.removeAll(answered(peers(node.actual())));
        tried.retainAll(onLink(peers(device.state()), node.facts()));
        Set<PublicKey> open = unanswered(tried);
        for (long waited = 0;
                !open.isEmpty() && waited < PATIENCE.toMillis();
                waited += LOOK_AGAIN.toMillis()) {
            if (wakeups.await(LOOK_AGAIN) == WakeupSource.Wake.STOP) {
                return false;
            }
            open = unanswered(open);
        }
        return open.size() < tried.size();
    }

    private static Set<PublicKey> members(DevicePlan plan) {
        List<DesiredPeer> peers = plan.desired().peers();
        var keys = new HashSet<PublicKey>();
        peers.forEach(peer -> keys.add(peer.peer().key()));
        return keys;
    }

    private static List<PeerState> peers(Optional<DeviceState> state) {
        return state.map(DeviceState::peers).orElse(List.of());
    }

    private Set<PublicKey> unanswered(Set<PublicKey> keys) {
        var open = new HashSet<>(keys);
        open.removeAll(answered(peers(device.state())));
        return open;
    }

    private Set<PublicKey> answered(List<PeerState> peers) {
        Instant fresh = clock.instant().minus(FRESH);
        return peers.stream()
                .filter(peer -> peer.handshake().filter(fresh::isBefore).isPresent())
                .map(peer -> peer.peer().key())
                .collect(Collectors.toSet());
    }

    /** Those that are tried at an address on a LAN of mine. */
    private static Set<PublicKey> onLink(List<PeerState> peers, NodeFacts facts) {
        return peers.stream()
                .filter(peer -> isOnLink(peer.peer().endpoint(), facts))
                .map(peer -> peer.peer().key())
                .collect(Collectors.toSet());
    }

    private static boolean isOnLink(Optional<Endpoint> endpoint, NodeFacts facts) {
        return endpoint.filter(e ->
                        facts.onLink().stream().anyMatch(lan -> lan.prefix().contains(e.address())))
                .isPresent();
    }
}
