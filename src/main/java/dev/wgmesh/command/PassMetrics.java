package dev.wgmesh.command;

import dev.wgmesh.apply.PassResult;
import dev.wgmesh.apply.WatchLoop;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.device.Device;
import dev.wgmesh.files.PublicFile;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.PassStatistics;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.render.MetricsText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Counts passes, and publishes their statistics: over HTTP, in a file, or both. */
final class PassMetrics implements WatchLoop.Listener, AutoCloseable {
    /**
     * Characters of metrics after which garbage is collected: making them leaves some times as
     * much, for which the heap would grow until a pass that reads DNS.
     */
    private static final long COLLECTED = 2_000_000;

    private final CommandSession session;
    private final Device device;
    private final WatchLoop.Listener next;
    private final Optional<MetricsEndpoint> endpoint;
    private final Optional<Path> file;
    private final AtomicLong printed = new AtomicLong();
    private volatile PassStatistics statistics;
    private boolean reported;

    /**
     * Passes every outcome on.
     *
     * @param next hears of each pass too
     * @param file replaced after each pass
     */
    PassMetrics(
            CommandSession session,
            Device device,
            PassStatistics statistics,
            WatchLoop.Listener next,
            Optional<MetricsEndpoint> endpoint,
            Optional<Path> file) {
        this.session = session;
        this.device = device;
        this.statistics = statistics;
        this.next = next;
        this.endpoint = endpoint;
        this.file = file;
    }

    /** Starts at an address of the loopback; one of the mesh exists after the first pass. */
    void start() {
        endpoint.filter(MetricsEndpoint::isLoopback).ifPresent(it -> it.start(this::text));
    }

    @Override
    public void passCompleted(PassResult result, Duration wait) {
        Instant now = now();
        int changes = result.plans().stream().map(DevicePlan::changes).mapToInt(List::size).sum();
        statistics =
                statistics.completed(
                        result.last(),
                        changes,
                        result.failed().isEmpty(),
                        result.savedMesh().isEmpty(),
                        result.problems().size() + result.heldBack().size(),
                        now,
                        now.plus(wait));
        publish(result.last().desired().addresses());
        next.passCompleted(result, wait);
    }

    @Override
    public void passFailed(Failure failure, Duration wait) {
        Instant now = now();
        statistics = statistics.failed(failure.kind(), now, now.plus(wait));
        publish(List.of());
        next.passFailed(failure, wait);
    }

    /** Publishes; what fails is reported until it works again, and stops no pass. */
    private void publish(List<IpAddress> own) {
        try {
            if (endpoint.isPresent() && own.contains(endpoint.get().address())) {
                endpoint.get().start(this::text);
            }
            if (file.isPresent()) {
                PublicFile.replace(file.get(), text());
            }
            reported = false;
        } catch (Failure failure) {
            if (!reported) {
                session.error(failure.problems());
                reported = true;
            }
        }
    }

    /** Returns the metrics now; without those of members where the interface cannot be read. */
    private String text() {
        List<PeerState> peers;
        try {
            peers = device.peers();
        } catch (Failure _) {
            peers = List.of();
        }
        String text = MetricsText.of(statistics, peers, now());
        if (printed.addAndGet(text.length()) >= COLLECTED) {
            printed.set(0);
            Runtime.getRuntime().gc();
        }
        return text;
    }

    private Instant now() {
        return session.hostEnvironment().clock().instant();
    }

    @Override
    public void close() {
        endpoint.ifPresent(MetricsEndpoint::close);
    }
}
