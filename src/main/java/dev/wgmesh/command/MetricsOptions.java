package dev.wgmesh.command;

import dev.wgmesh.apply.PassRequest;
import dev.wgmesh.apply.WatchLoop;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.device.Device;
import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.plan.PassStatistics;
import dev.wgmesh.problem.Failure;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where {@link PassMetrics} publishes the statistics of passes: a mixin. */
@OptionGroup.In(OptionGroup.OUTPUT)
final class MetricsOptions {
    @Option(
            names = "--metrics",
            paramLabel = "ADDR:PORT",
            description = "Serve metrics at a loopback or mesh address.")
    Optional<String> metrics = Optional.empty();

    @Option(
            names = "--metrics-file",
            paramLabel = "FILE",
            description = "Replace this file with metrics after each pass.")
    Optional<Path> metricsFile = Optional.empty();

    /**
     * Checks the options before anything is read.
     *
     * @throws Failure INPUT where they cannot be used
     */
    void check(boolean watch) {
        if (!watch && (metrics.isPresent() || metricsFile.isPresent())) {
            throw Failure.input(
                    metrics.isPresent() ? "--metrics" : "--metrics-file",
                    "requires --watch",
                    "add --watch");
        }
        metrics.ifPresent(MetricsOptions::endpoint);
    }

    private static Endpoint endpoint(String text) {
        Endpoint at =
                Endpoint.parse(text)
                        .filter(it -> text.endsWith(":" + it.port()))
                        .orElseThrow(() ->
                                Failure.input(
                                        "--metrics " + text,
                                        "is not an address and a port",
                                        "give both, such as 127.0.0.1:9586 or [::1]:9586"));
        if (at.address().scope() == AddressScope.UNSPECIFIED) {
            throw Failure.input(
                    "--metrics " + text,
                    "would serve metrics to every network",
                    "give a loopback address, or a mesh address of this node");
        }
        return at;
    }

    /** Returns a listener that publishes as the options say, and passes each outcome on. */
    PassMetrics listener(
            CommandSession session, Device device, PassRequest request, WatchLoop.Listener next) {
        return new PassMetrics(
                session,
                device,
                PassStatistics.none(request.mesh(), request.device()),
                next,
                metrics.map(MetricsOptions::endpoint).map(MetricsEndpoint::new),
                metricsFile.map(session.hostEnvironment().directory()::resolve));
    }
}
