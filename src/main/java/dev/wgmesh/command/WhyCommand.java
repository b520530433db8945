package dev.wgmesh.command;

import dev.wgmesh.apply.StateFolder;
import dev.wgmesh.apply.StatusReader;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MemberCandidates;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.device.Device;
import dev.wgmesh.device.Pings;
import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.RecordTrace;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.mesh.SelfSelector;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.plan.LikelyCause;
import dev.wgmesh.plan.MemberStatus;
import dev.wgmesh.plan.NodeReport;
import dev.wgmesh.plan.NodeStatus;
import dev.wgmesh.plan.PairReport;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.render.WhyJson;
import dev.wgmesh.render.WhyText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code why}: how two members reach each other, and what is in the way. */
@Command(
        name = "why",
        description = {
            WhyCommand.SUMMARY,
            "With one HOST, from this node to it, by the interface and DNS. With two,",
            "from anywhere, by DNS alone. Ends with the likely cause and its fix."
        },
        footer = {
            "  wg-mesh why node-b.example.net",
            "  wg-mesh why node-b.example.net --ping",
            "  wg-mesh why node-a.example.com node-c.example.net -o json"
        })
final class WhyCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Show why two members reach each other, or do not.";

    @Parameters(
            paramLabel = "HOST",
            arity = "1..2",
            completionCandidates = MemberCandidates.class,
            description = "A member; with two, the pair of them.")
    List<HostName> hosts = List.of();

    @OptionGroup.In(OptionGroup.NODE)
    @Option(
            names = "--mesh",
            paramLabel = "MESH",
            completionCandidates = MeshCandidates.class,
            description = "Mesh (default: the one at hand).")
    Optional<MeshName> mesh = Optional.empty();

    @Mixin NodeOptions.InterfaceOptions device = new NodeOptions.InterfaceOptions();
    @Mixin LockOption lock = new LockOption();
    @Mixin PlaceOptions place = new PlaceOptions();

    @Option(names = "--ping", description = "Ping the member through the mesh, 5 times.")
    boolean ping;

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        boolean here = hosts.size() == 1;
        if (!here && ping) {
            throw Failure.input("--ping", "requires one HOST", "run it on one of the two nodes");
        }
        PairReport pair = here ? here(session) : away(session);
        LikelyCause cause = LikelyCause.of(pair);
        if (session.json()) {
            session.print(WhyJson.pair(pair, cause));
        } else {
            session.print(new WhyText(session.colour()).pair(pair, cause));
        }
        return cause.isFault() ? ExitCode.FINDINGS_OR_CHANGES : ExitCode.SUCCESS;
    }

    private PairReport here(CommandSession session) throws InterruptedException {
        Locations places = session.nodeLocations(place.flags());
        StateFolder states = device.states(session);
        MeshName name = mesh.orElseGet(() -> MeshOnInterface.of(states, device.name));
        var source = new NodeSource(session, places, lock.lock(session, places));
        DnsSource records = source.open();
        Mesh read = source.read(name, records);
        Device open = device.open(session);
        var reader =
                new StatusReader(
                        open, states, session.hostEnvironment().clock(), source.contacts());
        HostName to = hosts.getFirst();
        NodeStatus there = NodeStatus.of(reader.read(read, device.name), Optional.empty());
        Optional<IpAddress> address = there.member(to).flatMap(MemberStatus::address);
        if (ping && address.isPresent()) {
            var results = new Pings(session.programs()).run(List.of(address.get()));
            there =
                    NodeStatus.of(reader.read(read, device.name), Optional.empty())
                            .withPings(results);
        }
        if (to.equals(there.self())) {
            throw Failure.input(to.text(), "is this node", "name another member");
        }
        List<IpAddress> endpoint =
                there.member(to).flatMap(MemberStatus::endpoint).map(Endpoint::address).stream()
                        .toList();
        return new PairReport(
                there,
                to,
                back(session, read, to),
                true,
                RecordTrace.of(records, List.of(to, there.self())),
                records.description(),
                endpoint.isEmpty()
                        ? Optional.empty()
                        : open.pathMtus(endpoint).stream().findFirst());
    }

    private PairReport away(CommandSession session) {
        var loader = new MeshLoader(session, place.flags(), lock);
        HostName from = hosts.getFirst();
        HostName to = hosts.getLast();
        if (from.equals(to)) {
            throw Failure.input(to.text(), "is named twice", "name two members");
        }
        Mesh read = loader.meshOf(from, mesh).mesh();
        DnsSource records = loader.source();
        return new PairReport(
                view(session, read, from),
                to,
                back(session, read, to),
                false,
                RecordTrace.of(records, List.of(from, to)),
                records.description(),
                Optional.empty());
    }

    /** Returns how the other member sees the mesh; empty where its records make no node. */
    private Optional<NodeStatus> back(CommandSession session, Mesh read, HostName host) {
        requireMember(read, host);
        try {
            return Optional.of(view(session, read, host));
        } catch (Failure failure) {
            if (failure.kind() == Failure.Kind.UNREADABLE) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Returns how a member sees the mesh, of which nothing is known but DNS. */
    private NodeStatus view(CommandSession session, Mesh read, HostName host) {
        requireMember(read, host);
        Instant now = session.hostEnvironment().clock().instant();
        var node =
                new NodeContext(
                        new SelfSelector.ByName(host),
                        device.name,
                        Optional.empty(),
                        NodeFacts.NONE,
                        NodeState.EMPTY,
                        PassOptions.DEFAULT.creatingInterface(),
                        false,
                        now);
        return NodeStatus.of(new NodeReport(read, now, Optional.empty(), node), Optional.empty());
    }

    private static void requireMember(Mesh read, HostName host) {
        if (read.members().stream().noneMatch(member -> member.name().equals(host))) {
            throw MemberSearch.failure(
                    host,
                    "is not in the list of " + read.name(),
                    read.members().stream().map(Member::name),
                    "make it a member: wg-mesh join " + host);
        }
    }
}
