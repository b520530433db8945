package dev.wgmesh.apply;

import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.LastPass;
import dev.wgmesh.plan.TrafficSample;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps the last pass in a file, for {@code status}. */
public final class PassJournal {
    private final StateFolder states;
    private final PassRequest request;
    private final InstantSource clock;
    private TrafficSample traffic;

    /** Creates a journal of the passes of that request. */
    public PassJournal(StateFolder states, PassRequest request, InstantSource clock) {
        this.states = states;
        this.request = request;
        this.clock = clock;
        this.traffic = new TrafficSample(clock.instant(), Map.of());
    }

    /**
     * Keeps a pass that ended. A file that cannot be written stops nothing.
     *
     * @param next the time until the next pass; empty: there is none
     */
    public void completed(PassResult result, Optional<Duration> next) {
        List<PeerState> peers = result.node().actual().map(DeviceState::peers).orElse(List.of());
        traffic = TrafficSample.of(result.node().now(), peers);
        int changes = result.plans().stream().map(DevicePlan::changes).mapToInt(List::size).sum();
        List<Problem> problems =
                Stream.concat(result.problems().stream(), result.heldBack().stream()).toList();
        save(next, changes, result.failed(), problems);
    }

    /** Keeps a pass that failed. */
    public void failed(Failure failure, Duration next) {
        save(Optional.of(next), 0, failure.problems(), List.of());
    }

    private void save(
            Optional<Duration> next, int changes, List<Problem> failed, List<Problem> problems) {
        Instant now = clock.instant();
        var pass =
                new LastPass(
                        now,
                        next.map(now::plus),
                        request.options(),
                        changes,
                        failed,
                        problems,
                        traffic);
        try {
            states.saveLastPass(pass, request.mesh(), request.device());
        } catch (Failure _) {
            // status then lacks the last pass, which a pass over a full disk reports itself
        }
    }
}
