package dev.wgmesh.apply;

import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.KeySwitchClock;
import dev.wgmesh.mesh.StandbyPeer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.KeySwitch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The moves of addresses to the next keys of members, between two passes. */
final class KeyHandovers {
    private Optional<DevicePlan> last = Optional.empty();
    private final List<DevicePlan> done = new ArrayList<>();

    /** When each member of the last plan that is to switch may do so first. */
    private final List<Instant> awaited = new ArrayList<>();

    /** Notes the last plan of a pass. */
    void note(DevicePlan plan) {
        last = Optional.of(plan);
        awaited.clear();
        for (DesiredPeer peer : plan.desired().peers()) {
            peer.standby().flatMap(StandbyPeer::awaitedFrom).ifPresent(awaited::add);
        }
    }

    /** Returns the time until the peers are to be looked at; empty: no member is to switch. */
    Optional<Duration> untilLook(Instant now) {
        return awaited.stream()
                .flatMap(from -> KeySwitchClock.untilLook(from, now).stream())
                .min(Comparator.naturalOrder());
    }

    /** Returns the plan whose changes are due as the peers are now; empty: none are. */
    Optional<DevicePlan> due(List<PeerState> peers) {
        return last.filter(_ -> !awaited.isEmpty())
                .map(plan -> plan.withChanges(KeySwitch.handovers(plan.desired(), peers)))
                .filter(plan -> !plan.changes().isEmpty());
    }

    /** Notes that a plan was carried out. */
    void carriedOut(DevicePlan plan) {
        done.add(plan);
    }

    /** Returns the plans carried out since the last call. */
    List<DevicePlan> take() {
        List<DevicePlan> taken = List.copyOf(done);
        done.clear();
        return taken;
    }
}
