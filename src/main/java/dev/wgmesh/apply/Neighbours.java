package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredPeer;
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

/** Waits for the handshakes that prove members on my LAN to be what they say. */
final class Neighbours {
    /** For so long, at the most, a single pass waits. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    /** A handshake younger than this proves the address it came from. */
    private static final Duration FRESH = Duration.ofSeconds(275);

    private final Device device;
    private final InstantSource clock;
    private final Wakeups wakeups;

    Neighbours(Device device, InstantSource clock, Wakeups wakeups) {
        this.device = device;
        this.clock = clock;
        this.wakeups = wakeups;
    }

    /** Whether at least one was proved by waiting, so that a second look is worth it. */
    boolean prove(DevicePlan plan, NodeFacts facts) throws InterruptedException {
        if (plan.desired().paths() != PathMode.AUTO) {
            return false;
        }
        Set<PublicKey> open = unproved(members(plan), facts);
        boolean any = false;
        for (long waited = 0;
                !open.isEmpty() && waited < PATIENCE.toMillis();
                waited += LOOK_AGAIN.toMillis()) {
            if (wakeups.await(LOOK_AGAIN) == Wakeups.Wake.STOP) {
                return false;
            }
            Set<PublicKey> left = unproved(open, facts);
            any |= left.size() < open.size();
            open = left;
        }
        return any;
    }

    private static Set<PublicKey> members(DevicePlan plan) {
        List<DesiredPeer> peers = plan.desired().peers();
        var keys = new HashSet<PublicKey>();
        peers.forEach(peer -> keys.add(peer.peer().key()));
        return keys;
    }

    /** Those of {@code keys} that are tried at an address on a LAN of mine, without an answer. */
    private Set<PublicKey> unproved(Set<PublicKey> keys, NodeFacts facts) {
        Instant fresh = clock.instant().minus(FRESH);
        var open = new HashSet<PublicKey>();
        for (PeerState peer : device.state().map(DeviceState::peers).orElse(List.of())) {
            boolean answered = peer.handshake().filter(fresh::isBefore).isPresent();
            if (keys.contains(peer.peer().key())
                    && !answered
                    && isOnLink(peer.peer().endpoint(), facts)) {
                open.add(peer.peer().key());
            }
        }
        return open;
    }

    private static boolean isOnLink(Optional<Endpoint> endpoint, NodeFacts facts) {
        return endpoint.filter(e ->
                        facts.onLink().stream().anyMatch(lan -> lan.prefix().contains(e.address())))
                .isPresent();
    }
}
