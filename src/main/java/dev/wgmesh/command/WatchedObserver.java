package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.device.Device;
import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.mesh.KnownMember;
import dev.wgmesh.observe.Observer;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.problem.Problem;
import java.util.List;
import java.util.Optional;

/** The observer of a node on {@code --watch}: answers while the metadata of the node say so. */
final class WatchedObserver implements AutoCloseable {
    private final CommandSession session;
    private final Observer observer;
    private List<Problem> reported = List.of();

    WatchedObserver(CommandSession session, Device device) {
        this.session = session;
        this.observer = new Observer(device::peers, session.hostEnvironment().clock());
    }

    /** Follows the mesh after a pass; what cannot be bound is reported once. */
    void update(DevicePlan plan) {
        DesiredDevice desired = plan.desired();
        Optional<Integer> port =
                plan.stateAfter()
                        .member(desired.self())
                        .map(KnownMember::published)
                        .flatMap(published -> published.metadata().services().observerPort());
        List<Problem> problems = observer.update(port, desired);
        if (!problems.equals(reported)) {
            session.warn(problems);
            reported = problems;
        }
    }

    @Override
    public void close() {
        observer.close();
    }
}
