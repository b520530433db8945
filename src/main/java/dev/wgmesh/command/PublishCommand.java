package dev.wgmesh.command;

import dev.wgmesh.apply.WakeupSignal;
import dev.wgmesh.apply.WakeupSource;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Confirmation;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Signals;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.device.CommandLog;
import dev.wgmesh.device.DeviceFactory;
import dev.wgmesh.device.NodeReading;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provision.CommitResult;
import dev.wgmesh.provision.PublishRequests;
import dev.wgmesh.provision.SetMember;
import dev.wgmesh.provision.SetRequest;
import dev.wgmesh.provision.Signing;
import dev.wgmesh.render.PublishJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code publish}: writes where this node sees members behind NAT. */
@Command(
        name = "publish",
        description = {
            PublishCommand.SUMMARY,
            "Only changes are written, at most once a minute for each member."
        },
        footer = {
            "  wg-mesh publish _p2p.example.com --tsig-key-file publish.key --watch",
            "  wg-mesh publish _p2p.example.com --self"
        })
final class PublishCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Write to DNS where this node sees members behind NAT.";

    /** The time between two looks at the interface, and between two changes of a member. */
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    @OptionGroup.In(OptionGroup.CHANGE)
    @Parameters(
            paramLabel = "MESH",
            completionCandidates = MeshCandidates.class,
            description = "Mesh that this node belongs to.")
    Optional<MeshName> mesh = Optional.empty();

    @OptionGroup.In(OptionGroup.NODE)
    @Option(
            names = {"-i", "--interface"},
            paramLabel = "NAME",
            defaultValue = "wg0",
            description = "WireGuard interface (default: wg0).")
    String device = "wg0";

    @OptionGroup.In(OptionGroup.CHANGE)
    @Option(names = "--self", description = "Write the public address and port of this node too.")
    boolean self;

    @Option(names = "--watch", description = "Look again each minute.")
    boolean watch;

    @Mixin LockOption lock = new LockOption();
    @Mixin WritePlaceOptions place = new WritePlaceOptions();
    @Mixin ReceiptOptions receipts = new ReceiptOptions();
    @Mixin RetryOptions retry = new RetryOptions();

    private final Map<HostName, Instant> written = new HashMap<>();

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        if (!watch) {
            return once(session);
        }
        var wakeup = new WakeupSignal();
        session.hostEnvironment().signals().on(Signals.Kind.TERM, wakeup::stop);
        session.hostEnvironment().signals().on(Signals.Kind.INT, wakeup::stop);
        session.hostEnvironment().signals().on(Signals.Kind.HUP, wakeup::wake);
        do {
            try {
                once(session);
            } catch (Failure failure) {
                session.error(failure.problems());
            }
        } while (wakeup.await(INTERVAL).wake() != WakeupSource.Wake.STOP);
        return ExitCode.SUCCESS;
    }

    private ExitCode once(CommandSession session) throws InterruptedException {
        MeshName name = mesh.orElseThrow();
        Mesh read = new MeshLoader(session, place.flags(), lock).mesh(mesh).mesh();
        Locations places = session.locations(place.flags());
        NodeReading node =
                DeviceFactory.system(
                                device,
                                session.hostEnvironment().programs(),
                                CommandLog.NONE,
                                session.hostEnvironment()
                                        .files()
                                        .resolve(DeviceFactory.RESOLV_CONF))
                        .read();
        DeviceState actual =
                node.device()
                        .orElseThrow(() ->
                                Failure.unreadable(
                                        "interface " + device,
                                        "does not exist",
                                        "create it: wg-mesh apply " + name + " --key FILE"));
        Instant now = session.hostEnvironment().clock().instant();
        var wanted = new PublishRequests(read, actual);
        var requests = new ArrayList<SetRequest>(wanted.sightings(now));
        if (self) {
            wanted.self(node.facts()).ifPresent(requests::add);
        }
        requests.removeIf(request -> wasJustWritten(request.host(), now));
        ExitCode exit = ExitCode.SUCCESS;
        var failures = new ArrayList<Failure>();
        for (SetRequest request : requests) {
            try {
                exit = worse(exit, write(session, places, request));
            } catch (Failure failure) {
                // the zone of this member; that of another one may take the change
                failures.add(failure);
            } finally {
                written.put(request.host(), session.hostEnvironment().clock().instant());
            }
        }
        if (!failures.isEmpty()) {
            throw new Failure(
                    failures.getFirst().kind(),
                    failures.stream().flatMap(it -> it.problems().stream()).toList());
        }
        if (session.json()) {
            var endpoints = new TreeMap<HostName, List<Endpoint>>();
            requests.forEach(request -> endpoints.put(request.host(), endpoints(request)));
            session.print(PublishJson.text(name, endpoints));
        } else if (requests.isEmpty() && !watch) {
            session.print("in sync with what this node sees\n");
        }
        return exit;
    }

    private boolean wasJustWritten(HostName host, Instant now) {
        return Optional.ofNullable(written.get(host))
                .filter(at -> Duration.between(at, now).compareTo(INTERVAL) < 0)
                .isPresent();
    }

    private ExitCode write(CommandSession session, Locations places, SetRequest request)
            throws InterruptedException {
        var hosting = new ConfiguredHosting(session, places);
        var listener =
                new CommandCommitListener(
                        session,
                        receipts.store(session),
                        new Confirmation(session, true),
                        hosting::hostOf);
        GuardLimits limits = GuardLimits.NONE.atMost(Optional.empty(), Optional.empty());
        CommitResult done =
                new SetMember(hosting, request, limits, Signing.NONE)
                        .run(retry.policy(session), listener)
                        .result();
        session.warn(done.warnings());
        if (!session.json()) {
            String endpoints =
                    endpoints(request).stream()
                            .map(Endpoint::toString)
                            .collect(Collectors.joining(", "));
            session.print(request.host() + ": published " + endpoints + "\n");
        }
        return CommitReport.end(session, done);
    }

    private static List<Endpoint> endpoints(SetRequest request) {
        return request.reflexive().map(List::of).or(request::endpoints).orElse(List.of());
    }

    private static ExitCode worse(ExitCode one, ExitCode other) {
        return one.code() >= other.code() ? one : other;
    }
}
