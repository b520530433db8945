package dev.wgmesh.apply;

import dev.wgmesh.device.Device;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.PresharedKeys;
import dev.wgmesh.mesh.PskChoice;
import dev.wgmesh.mesh.PskUse;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.plan.DevicePlan;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The preshared keys that this process gave the peers, between passes. */
final class PresharedKeyTrials {
    private final Device device;
    private final InstantSource clock;
    private Map<PublicKey, PskUse> uses = Map.of();

    PresharedKeyTrials(Device device, InstantSource clock) {
        this.device = device;
        this.clock = clock;
    }

    /** Returns the secrets, with what was given so far. */
    PresharedKeys of(PassRequest request) {
        return request.presharedKeys().with(uses);
    }

    /** Remembers what a plan that was carried out gave. */
    void note(DevicePlan plan) {
        var given = new HashMap<PublicKey, PskUse>();
        for (DesiredPeer peer : plan.desired().peers()) {
            peer.psk().use().ifPresent(use -> given.put(peer.peer().key(), use));
        }
        uses = Map.copyOf(given);
    }

    /** Returns whether a peer has another key than the one of its session. */
    boolean isOpen() {
        return uses.values().stream()
                .anyMatch(use -> use.before().filter(it -> !it.equals(use.choice())).isPresent());
    }

    /**
     * Gives each peer the key of its running session back: nobody looks at the peers while DNS is
     * read, which may take longer than a session lasts.
     *
     * @throws dev.wgmesh.problem.Failure as {@link Device#read} and {@link Device#apply}
     */
    void withdraw() {
        Optional<DeviceState> state = isOpen() ? device.read().device() : Optional.empty();
        Optional<PublicKey> own = state.flatMap(DeviceState::key);
        if (state.isEmpty() || own.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        var changes = new ArrayList<DeviceChange>();
        var after = new HashMap<>(uses);
        for (PeerState peer : state.get().peers()) {
            PublicKey key = peer.peer().key();
            Optional<PskUse> use = Optional.ofNullable(uses.get(key));
            Optional<PskChoice> session =
                    use.filter(it -> it.choice().derive(own.get(), key).equals(peer.psk()))
                            .flatMap(it -> it.withdrawn(peer, now));
            if (session.isPresent()) {
                changes.add(
                        new DeviceChange.SetPresharedKey(
                                key, session.get().derive(own.get(), key)));
                after.put(key, new PskUse(session.get(), now, session, false));
            }
        }
        device.apply(changes);
        uses = Map.copyOf(after);
    }
}
