package dev.wgmesh.command;

import dev.wgmesh.apply.Pass;
import dev.wgmesh.apply.PassJournal;
import dev.wgmesh.apply.PassRequest;
import dev.wgmesh.apply.PassResult;
import dev.wgmesh.apply.WatchLoop;
import dev.wgmesh.problem.Failure;
import java.time.Duration;
import java.util.Optional;

/** The pass that {@code --watch} repeats, and the report of each. */
final class WatchedPass implements WatchLoop.SinglePass, WatchLoop.Listener {
    /** A wait at least that long is worth a collection of garbage. */
    private static final Duration LONG_WAIT = Duration.ofSeconds(30);

    private final Pass pass;
    private final PassRequest request;
    private final WatchSource source;
    private final PassReport report;
    private final PassJournal journal;
    private final ServiceStatus service;
    private final WatchedObserver observer;
    private boolean garbage;

    WatchedPass(
            Pass pass,
            PassRequest request,
            WatchSource source,
            PassReport report,
            PassJournal journal,
            ServiceStatus service,
            WatchedObserver observer) {
        this.pass = pass;
        this.request = request;
        this.source = source;
        this.report = report;
        this.journal = journal;
        this.service = service;
        this.observer = observer;
    }

    @Override
    public PassResult run() throws InterruptedException {
        PassResult result = pass.run(request);
        if (result.savedMesh().isEmpty()) {
            service.meshRead();
        }
        return result;
    }

    @Override
    public PassResult repeat() throws InterruptedException {
        return pass.repeat(request);
    }

    @Override
    public void forget() {
        pass.forget();
    }

    @Override
    public void reload() {
        service.reloading();
        pass.forget();
    }

    @Override
    public Optional<Duration> untilLook() {
        return pass.untilLook();
    }

    @Override
    public boolean needsPass() {
        return pass.needsPass(request);
    }

    @Override
    public void stop() {
        service.stopping();
        pass.stop(request);
    }

    @Override
    public void passCompleted(PassResult result, Duration next) {
        journal.completed(result, Optional.of(next));
        report.passed(result, next);
        service.passed(result, next);
        observer.update(result.last());
        garbage |= source.readAnew() || !result.isEmpty();
        if (garbage && next.compareTo(LONG_WAIT) >= 0) {
            // A reading and its changes leave many times what is kept: the heap shrinks again.
            Runtime.getRuntime().gc();
            garbage = false;
        }
    }

    @Override
    public void passFailed(Failure failure, Duration next) {
        journal.failed(failure, next);
        report.failed(failure, next);
        service.failed(failure, next);
    }
}
