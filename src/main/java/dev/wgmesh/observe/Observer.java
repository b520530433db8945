package dev.wgmesh.observe;

import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.problem.Problem;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * An observer: says at its mesh addresses, and nowhere else, at which endpoints this node sees the
 * other members. It follows the mesh from pass to pass.
 */
public final class Observer implements AutoCloseable {
    private final SightingAnswers answers;
    private final ThreadFactory threads;
    private final Map<IpAddress, SightingSocket> sockets = new TreeMap<>();
    private Optional<Integer> boundPort = Optional.empty();

    /**
     * Creates an observer that does not answer yet.
     *
     * @param peers reads the peers of the interface; may throw Failure
     */
    public Observer(Supplier<List<PeerState>> peers, InstantSource clock) {
        this.answers =
                new SightingAnswers(new SightingTable(peers, clock), new QuestionLimit(clock));
        this.threads = Thread.ofPlatform().daemon().name("observer-", 0).factory();
    }

    /**
     * Answers from now on as the mesh says after a pass.
     *
     * @param port empty: this node is no observer
     * @return what cannot be bound; it is tried again at the next call
     */
    public List<Problem> update(Optional<Integer> port, DesiredDevice device) {
        if (!port.equals(boundPort)) {
            close();
            boundPort = port;
        }
        if (port.isEmpty()) {
            return List.of();
        }
        answers.update(ObservedMesh.of(device));
        List<IpAddress> wanted = device.addresses();
        sockets.entrySet()
                .removeIf(entry -> {
                    boolean stale = !wanted.contains(entry.getKey());
                    if (stale) {
                        entry.getValue().close();
                    }
                    return stale;
                });
        var problems = new ArrayList<Problem>();
        for (IpAddress address : wanted) {
            if (!sockets.containsKey(address)) {
                try {
                    sockets.put(
                            address, SightingSocket.open(answers, address, port.get(), threads));
                } catch (IOException e) {
                    problems.add(SightingSocket.cannotBind(address, port.get(), e));
                }
            }
        }
        return problems;
    }

    @Override
    public void close() {
        sockets.values().forEach(SightingSocket::close);
        sockets.clear();
        answers.update(ObservedMesh.NONE);
        boundPort = Optional.empty();
    }
}
