package dev.wgmesh.command;

import dev.wgmesh.apply.PassRequest;
import dev.wgmesh.apply.WakeupSignal;
import dev.wgmesh.apply.WakeupSource;
import dev.wgmesh.apply.WatchLoop;
import dev.wgmesh.apply.WatchdogWakeups;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.LogFormat;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Signals;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.device.CommandLog;
import dev.wgmesh.device.NetworkEvent;
import dev.wgmesh.device.NetworkMonitor;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.process.SystemdNotifier;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code apply}: configures the interface of this node as the mesh requires; with {@code --watch}
 * again and again, with looks at the peers in between.
 */
@Command(
        name = "apply",
        description = {
            ApplyCommand.SUMMARY,
            "Only differences are changed; settings made by others are kept.",
            "./wg-mesh.toml and ./zones are ignored: name places by options."
        },
        footer = {
            "  wg-mesh apply _p2p.example.com",
            "  wg-mesh apply _p2p.example.com --key /etc/wg-mesh/wg0.key",
            "  wg-mesh apply _p2p.example.com --watch",
            "  wg-mesh apply _p2p.example.com -v --zones zones"
        })
final class ApplyCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Configure this node's interface, addresses and routes from DNS.";

    @Parameters(
            paramLabel = "MESH",
            arity = "0..1",
            completionCandidates = MeshCandidates.class,
            description = "Mesh (default: wg-mesh.toml).")
    Optional<MeshName> mesh = Optional.empty();

    @Mixin NodeOptions node = new NodeOptions();
    @Mixin PlaceOptions place = new PlaceOptions();

    @Option(names = "--watch", description = "Repeat when records expire; at once on SIGHUP.")
    boolean watch;

    @Mixin NotifyOption listen = new NotifyOption();
    @Mixin MetricsOptions metrics = new MetricsOptions();

    @OptionGroup.In(OptionGroup.OUTPUT)
    @Option(
            names = "--log-format",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "Messages on stderr: ${COMPLETION-CANDIDATES}.")
    LogFormat logFormat = LogFormat.TEXT;

    @OptionGroup.In(OptionGroup.SAFETY)
    @Option(
            names = {"-n", "--dry-run"},
            description = "Show the plan; change nothing.")
    boolean dryRun;

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        session.logAs(logFormat);
        if (listen.address.isPresent() && !watch) {
            throw Failure.input("--listen-notify", "requires --watch", "add --watch");
        }
        if (dryRun && watch) {
            throw Failure.input("--watch, --dry-run", "cannot be combined", "remove one of them");
        }
        metrics.check(watch);
        Locations places = session.nodeLocations(place.flags());
        MeshName name = places.mesh(mesh.or(session.shellState()::currentMesh));
        PassRequest request = node.request(session, places, name, watch);
        var wakeup = new WakeupSignal();
        var report = new PassReport(session, name, node.strict);
        if (watch) {
            try (NotifyOption.Opened _ = listen.open(session, places, wakeup)) {
                watch(session, node.watchSource(session, places), request, report, wakeup);
            }
            return ExitCode.SUCCESS;
        }
        NodeSource source = node.source(session, places);
        if (dryRun) {
            return report.single(node.pass(session, source, wakeup).plan(request));
        }
        return report.single(node.runOnce(session, source, wakeup, request));
    }

    private void watch(
            CommandSession session,
            WatchSource source,
            PassRequest request,
            PassReport report,
            WakeupSignal wakeup)
            throws InterruptedException {
        var outside = session.hostEnvironment();
        var systemd = new SystemdNotifier(outside.environment(), outside.programs());
        var service = new ServiceStatus(systemd, outside.clock());
        var observer = new WatchedObserver(session, node.device.open(session, CommandLog.NONE));
        var passes =
                new WatchedPass(
                        node.pass(session, source, wakeup),
                        request,
                        source,
                        report,
                        node.journal(session, request),
                        service,
                        observer);
        outside.signals().on(Signals.Kind.HUP, wakeup::wake);
        outside.signals().on(Signals.Kind.TERM, wakeup::stop);
        outside.signals().on(Signals.Kind.INT, wakeup::stop);
        WakeupSource wakeups =
                systemd.watchdogInterval()
                        .<WakeupSource>map(it ->
                                new WatchdogWakeups(wakeup, it, outside.clock(), systemd::alive))
                        .orElse(wakeup);
        try (observer;
                NetworkMonitor _ =
                        node.device.monitor(session, event -> wakeup.signal(wake(event)));
                PassMetrics listener =
                        metrics.listener(session, node.device.open(session), request, passes)) {
            listener.start();
            new WatchLoop(passes, wakeups, outside.randomness(), listener).run();
        }
    }

    private static WakeupSource.Wake wake(NetworkEvent event) {
        return switch (event) {
            case DEVICE -> WakeupSource.Wake.DEVICE_CHANGED;
            case NETWORK -> WakeupSource.Wake.NETWORK_CHANGED;
        };
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
