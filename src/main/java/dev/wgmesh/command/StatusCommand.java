package dev.wgmesh.command;

import dev.wgmesh.apply.StateFolder;
import dev.wgmesh.apply.StatusReader;
import dev.wgmesh.apply.WakeupSignal;
import dev.wgmesh.apply.WakeupSource;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MemberCandidates;
import dev.wgmesh.cli.Signals;
import dev.wgmesh.cli.Streams;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.device.Device;
import dev.wgmesh.device.Pings;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.MemberStatus;
import dev.wgmesh.plan.NodeStatus;
import dev.wgmesh.plan.TrafficSample;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.render.StatusJson;
import dev.wgmesh.render.StatusText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code status}: how each member is reached now. */
@Command(
        name = "status",
        description = {
            StatusCommand.SUMMARY,
            "Reads the interface and what apply saved; asks DNS nothing and changes",
            "nothing. With HOST, all that is known of that member."
        },
        footer = {
            "  wg-mesh status",
            "  wg-mesh status node-b.example.net --ping",
            "  wg-mesh status --watch",
            "  wg-mesh status --check --ping -o json"
        })
final class StatusCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Show how each member is reached from this node now.";

    /** Lines of a terminal whose height is not known. */
    private static final int LINES = 24;

    /** Lines around the members: the head, headings, what is left out, problems, the prompt. */
    private static final int OTHER_LINES = 10;

    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Parameters(
            paramLabel = "HOST",
            arity = "0..1",
            completionCandidates = MemberCandidates.class,
            description = "Only this member, in depth.")
    Optional<HostName> host = Optional.empty();

    @Mixin InterfaceMeshOption named = new InterfaceMeshOption();
    @Mixin NodeOptions.InterfaceOptions device = new NodeOptions.InterfaceOptions();

    @Option(names = "--ping", description = "Ping each member through the mesh, 5 times.")
    boolean ping;

    @Option(names = "--check", description = "Exit with 1 if a member has no session.")
    boolean check;

    @Option(names = "--watch", description = "Show it again every few seconds.")
    boolean watch;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            converter = NumberConverter.Interval.class,
            description = "Time between two readings of --watch (2).")
    Duration interval = Duration.ofSeconds(2);

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        if (watch && check) {
            throw Failure.input("--watch, --check", "cannot be combined", "remove one of them");
        }
        Device open = device.open(session);
        StateFolder states = device.states(session);
        Locations places = session.nodeLocations(SourceFlags.NONE);
        MeshName name = named.mesh.orElseGet(() -> MeshOnInterface.of(states, device.name));
        var reader =
                new StatusReader(
                        open,
                        states,
                        session.hostEnvironment().clock(),
                        new NodeSource(session, places, Optional.empty()).contacts());
        if (watch) {
            return watch(session, reader, name);
        }
        NodeStatus status = read(session, reader, name, Optional.empty());
        print(session, status);
        return check && !isComplete(status) ? ExitCode.FINDINGS_OR_CHANGES : ExitCode.SUCCESS;
    }

    private NodeStatus read(
            CommandSession session,
            StatusReader reader,
            MeshName name,
            Optional<TrafficSample> before)
            throws InterruptedException {
        NodeStatus status = NodeStatus.of(reader.read(name, device.name), before);
        if (!ping) {
            return status;
        }
        var addresses =
                chosen(status).stream().flatMap(member -> member.address().stream()).toList();
        session.status("pinging members: " + addresses.size());
        var results = new Pings(session.programs()).run(addresses);
        session.status("");
        // pings begin sessions, and their packets count
        return NodeStatus.of(reader.read(name, device.name), before).withPings(results);
    }

    private List<MemberStatus> chosen(NodeStatus status) {
        return host.map(it -> List.of(member(status, it))).orElse(status.members());
    }

    private boolean isComplete(NodeStatus status) {
        return host.isPresent() ? chosen(status).getFirst().up() : status.isComplete();
    }

    private static MemberStatus member(NodeStatus status, HostName host) {
        return status.member(host)
                .orElseThrow(() ->
                        MemberSearch.failure(
                                host,
                                host.equals(status.self())
                                        ? "is this node"
                                        : "is not a member of " + status.report().mesh().name(),
                                status.members().stream().map(MemberStatus::host),
                                "see the members: wg-mesh status"));
    }

    private void print(CommandSession session, NodeStatus status) {
        List<MemberStatus> members = chosen(status);
        if (session.json()) {
            session.print(StatusJson.status(status, members));
            return;
        }
        var text = text(session);
        session.print(
                host.isPresent() ? text.member(status, members.getFirst()) : text.node(status));
        if (host.isEmpty()) {
            session.warn(status.problems());
        }
    }

    private static StatusText text(CommandSession session) {
        return new StatusText(session.colour(), session.hostEnvironment().streams().width());
    }

    private ExitCode watch(CommandSession session, StatusReader reader, MeshName name)
            throws InterruptedException {
        var bell = new WakeupSignal();
        session.hostEnvironment().signals().on(Signals.Kind.TERM, bell::stop);
        session.hostEnvironment().signals().on(Signals.Kind.INT, bell::stop);
        boolean screen = session.hostEnvironment().streams().isTerminal(Streams.StandardStream.OUT);
        Optional<TrafficSample> before = Optional.empty();
        do {
            NodeStatus status = read(session, reader, name, before);
            before = Optional.of(status.traffic());
            show(session, status, screen);
            session.flushStdout();
        } while (bell.await(interval).wake() != WakeupSource.Wake.STOP);
        return ExitCode.SUCCESS;
    }

    private void show(CommandSession session, NodeStatus status, boolean screen) {
        if (session.json()) {
            session.printLine(StatusJson.status(status, chosen(status)));
        } else if (host.isPresent()) {
            session.print(
                    (screen ? CLEAR : "")
                            + text(session).member(status, chosen(status).getFirst()));
        } else if (screen) {
            session.print(CLEAR + text(session).screen(status, lines(session)));
        } else {
            session.print(text(session).node(status));
        }
    }

    private static int lines(CommandSession session) {
        int all =
                session.hostEnvironment()
                        .variable("LINES")
                        .filter(text -> text.matches("[1-9][0-9]{0,3}"))
                        .map(Integer::parseInt)
                        .orElse(LINES);
        return all - OTHER_LINES;
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
