package dev.wgmesh.command;

import dev.wgmesh.apply.StateFolder;
import dev.wgmesh.apply.TearDown;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.DevicePlanText;
import dev.wgmesh.render.PassJson;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code down}: removes what apply made on this node. */
@Command(
        name = "down",
        description = {
            DownCommand.SUMMARY,
            "Peers and routes of others are kept, and so is their interface."
        },
        footer = {
            "  wg-mesh down _p2p.example.com",
            "  wg-mesh down _p2p.example.com -i wg1 --dry-run"
        })
final class DownCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY =
            "Remove what apply made on this node, and put back what it changed.";

    @Parameters(
            paramLabel = "MESH",
            arity = "0..1",
            completionCandidates = MeshCandidates.class,
            description = "Mesh (default: wg-mesh.toml).")
    Optional<MeshName> mesh = Optional.empty();

    @Mixin NodeOptions.InterfaceOptions device = new NodeOptions.InterfaceOptions();

    @OptionGroup.In(OptionGroup.SAFETY)
    @Option(
            names = {"-n", "--dry-run"},
            description = "Show the plan; change nothing.")
    boolean dryRun;

    @Override
    public ExitCode run(CommandSession session) {
        MeshName name =
                session.nodeLocations(SourceFlags.NONE)
                        .mesh(mesh.or(session.shellState()::currentMesh));
        StateFolder states = device.states(session);
        List<StateFolder.StateFile> known = states.meshes();
        var down = new TearDown(device.open(session), states);
        if (!known.contains(new StateFolder.StateFile(name, device.name))) {
            return unknown(session, name, known, down);
        }
        TearDown.Result result =
                dryRun
                        ? new TearDown.Result(down.plan(name, device.name), List.of())
                        : down.run(name, device.name);
        session.warn(result.plan().notices());
        session.error(result.failed());
        if (session.json()) {
            session.print(PassJson.down(name, device.name, result.plan(), result.failed()));
        } else {
            session.print(
                    new DevicePlanText(session.colour()).tearDown(result.plan(), device.name));
        }
        return result.failed().isEmpty() ? ExitCode.SUCCESS : ExitCode.PARTIAL;
    }

    private ExitCode unknown(
            CommandSession session,
            MeshName name,
            List<StateFolder.StateFile> known,
            TearDown down) {
        if (session.json()) {
            session.print(
                    PassJson.down(name, device.name, down.plan(name, device.name), List.of()));
        }
        String meshes =
                known.stream()
                        .map(it -> it.mesh() + " on " + it.device())
                        .collect(Collectors.joining(", "));
        session.error(
                List.of(
                        new Problem(
                                name.text(),
                                "has no state file for " + device.name + ": nothing to remove",
                                known.isEmpty()
                                        ? "name the folder of the state if it is another: --state-dir DIR"
                                        : "name a mesh that is up: " + meshes)));
        return ExitCode.FINDINGS_OR_CHANGES;
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
