package dev.wgmesh.command;

import dev.wgmesh.apply.MeshSource;
import dev.wgmesh.apply.Pass;
import dev.wgmesh.apply.PassResult;
import dev.wgmesh.apply.WakeupSignal;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MemberCandidates;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.NodeContext;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.SelfSelector;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.DevicePlanner;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.DevicePlanText;
import dev.wgmesh.render.FactsJson;
import dev.wgmesh.render.PassJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plan}: what apply would do. */
@Command(
        name = "plan",
        description = {
            PlanCommand.SUMMARY,
            "As apply does, it ignores ./wg-mesh.toml and ./zones: name places by options.",
            "With --as or --facts, plan for another node without touching it."
        },
        footer = {
            "  wg-mesh plan _p2p.example.com",
            "  wg-mesh plan _p2p.example.com --as node-a.example.com",
            "  wg-mesh plan _p2p.example.com -o json",
            "  wg-mesh plan _p2p.example.com --as node-b.example.com --facts node-b.json"
        })
final class PlanCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Show what apply would change on this node, and why.";

    @Parameters(
            paramLabel = "MESH",
            arity = "0..1",
            completionCandidates = MeshCandidates.class,
            description = "Mesh (default: wg-mesh.toml, or the only one at hand).")
    Optional<MeshName> mesh = Optional.empty();

    @Mixin NodeOptions node = new NodeOptions();
    @Mixin PlaceOptions place = new PlaceOptions();

    @Option(
            names = "--as",
            paramLabel = "HOST",
            completionCandidates = MemberCandidates.class,
            description = "Plan for this member instead of this node.")
    Optional<HostName> as = Optional.empty();

    @Option(
            names = "--facts",
            paramLabel = "FILE",
            description = "State of that node (from plan -o json), or none.")
    Optional<String> facts = Optional.empty();

    @Option(names = "--exit-code", description = "Exit with 1 if something would change.")
    boolean exitCode;

    @Override
    public ExitCode run(CommandSession session) {
        boolean isOther = as.isPresent() || facts.isPresent();
        if (isOther) {
            requireEffect();
        }
        Locations places =
                isOther ? session.locations(place.flags()) : session.nodeLocations(place.flags());
        MeshName name = places.mesh(mesh.or(session.shellState()::currentMesh));
        MeshSource source = node.source(session, places);
        PassResult result =
                isOther ? away(session, source.read(name)) : here(session, places, source, name);
        session.warn(result.problems());
        session.warn(result.heldBack());
        session.warn(result.last().messages().notices());
        if (session.json()) {
            session.print(
                    PassJson.plan(
                            name,
                            result.last(),
                            new FactsJson.Facts(result.node().facts(), result.node().actual()),
                            result.problems()));
        } else {
            var text = new DevicePlanText(session.colour());
            session.print(text.paths(result.last().desired()));
            session.print(text.changes(result.last()));
        }
        if (exitCode && !result.isEmpty() || node.strict && !result.problems().isEmpty()) {
            return ExitCode.FINDINGS_OR_CHANGES;
        }
        return ExitCode.SUCCESS;
    }

    private PassResult here(
            CommandSession session, Locations places, MeshSource source, MeshName name) {
        return new Pass(
                        source,
                        node.device.open(session),
                        node.device.states(session),
                        session.hostEnvironment().clock(),
                        new WakeupSignal())
                .plan(node.request(session, places, name, false));
    }

    /** Refuses what a plan for another node does not read. */
    private void requireEffect() {
        var problems = new ArrayList<Problem>();
        String other = as.isPresent() ? "--as" : "--facts";
        if (as.isPresent() && node.key.isPresent()) {
            problems.add(withoutEffect("--key", other));
        }
        if (node.device.stateDir.isPresent()) {
            problems.add(withoutEffect("--state-dir", other));
        }
        if (node.maxStale.isPresent()) {
            problems.add(withoutEffect("--max-stale", other));
        }
        Failure.throwIfAny(Failure.Kind.INPUT, problems);
    }

    private static Problem withoutEffect(String option, String other) {
        return new Problem(other + ", " + option, "cannot be combined", "remove " + option);
    }

    /** Nothing is known of the node but the facts, and nothing is remembered. */
    private PassResult away(CommandSession session, Mesh read) {
        FactsJson.Facts known =
                facts.filter(file -> !file.equals("none"))
                        .map(file -> facts(session, file))
                        .orElse(new FactsJson.Facts(NodeFacts.NONE, Optional.empty()));
        var at =
                new NodeContext(
                        self(session, known.device()),
                        node.device.name,
                        known.device(),
                        known.node(),
                        NodeState.EMPTY,
                        node.options(true, false, node.pin, RoutePlace.MAIN),
                        false,
                        session.hostEnvironment().clock().instant(),
                        node.psk.presharedKeys(session));
        DevicePlan plan = DevicePlanner.plan(read, at);
        return new PassResult(
                at, List.of(plan), List.of(), Optional.empty(), read.problems(), read.ttl());
    }

    private FactsJson.Facts facts(CommandSession session, String file) {
        String text = PrivateFile.read(session.hostEnvironment().directory().resolve(file));
        return FactsJson.read(text, file, node.device.name);
    }

    private SelfSelector self(CommandSession session, Optional<DeviceState> device) {
        Optional<PublicKey> key =
                node.key
                        .map(file ->
                                KeyFile.read(session.hostEnvironment().directory().resolve(file)))
                        .map(file -> file.key().publicKey())
                        .or(() -> device.flatMap(DeviceState::key));
        return as.<SelfSelector>map(SelfSelector.ByName::new)
                .or(() -> key.map(it -> new SelfSelector.ByKey(it, node.keyFile())))
                .orElseThrow(() ->
                        Failure.input(
                                "--facts",
                                "cannot tell which member this node is",
                                "add --as HOST"));
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
