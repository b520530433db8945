package dev.wgmesh.command;

import dev.wgmesh.apply.NodeExaminer;
import dev.wgmesh.apply.StateFolder;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.device.Device;
import dev.wgmesh.device.HostReader;
import dev.wgmesh.diagnosis.DoctorReport;
import dev.wgmesh.diagnosis.Verdict;
import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.KeyFiles;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.render.DoctorJson;
import dev.wgmesh.render.DoctorText;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code doctor}: what on this node is in the way of the mesh. */
@Command(
        name = "doctor",
        description = {
            DoctorCommand.SUMMARY,
            "Changes nothing. Sends a few pings through the tunnel to find lost sizes.",
            "What cannot be examined, without root for instance, is skipped."
        },
        footer = {
            "  wg-mesh doctor",
            "  wg-mesh doctor _p2p.example.com --key /etc/wg-mesh/wg0.key",
            "  wg-mesh doctor --k3s",
            "  wg-mesh doctor -o json"
        })
final class DoctorCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Check this node for what stops a mesh, or k3s on it.";

    @Parameters(
            paramLabel = "MESH",
            arity = "0..1",
            completionCandidates = MeshCandidates.class,
            description = "Mesh (default: the one on the interface).")
    Optional<MeshName> mesh = Optional.empty();

    @Mixin NodeOptions.InterfaceOptions device = new NodeOptions.InterfaceOptions();

    @OptionGroup.In(OptionGroup.NODE)
    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Private key file (default: the key of the interface).")
    Optional<Path> key = Optional.empty();

    @Mixin LockOption lock = new LockOption();
    @Mixin PlaceOptions place = new PlaceOptions();

    @Option(names = "--k3s", description = "Require k3s, and its configuration for the mesh.")
    boolean k3s;

    @Override
    public ExitCode run(CommandSession session) {
        Locations places = session.nodeLocations(place.flags());
        StateFolder states = device.states(session);
        Device open = device.open(session);
        var examiner =
                new NodeExaminer(
                        device.name,
                        open,
                        states,
                        new HostReader(
                                session.programs(),
                                session.hostEnvironment().files(),
                                open,
                                device.name),
                        new NodeSource(session, places, lock.lock(session, places)),
                        session.hostEnvironment().clock());
        Optional<MeshName> name =
                mesh.or(session.shellState()::currentMesh)
                        .or(() -> MeshOnInterface.find(states, device.name))
                        .or(() -> places.settings().mesh());
        DoctorReport report = DoctorReport.of(examiner.read(name, nodeKey(session)), k3s);
        if (session.json()) {
            session.print(DoctorJson.report(report));
        } else {
            int width = session.hostEnvironment().streams().width();
            session.print(new DoctorText(session.colour(), width).report(report));
        }
        return report.count(Verdict.FAILED) == 0 ? ExitCode.SUCCESS : ExitCode.FINDINGS_OR_CHANGES;
    }

    private Optional<NodeExaminer.NodeKey> nodeKey(CommandSession session) {
        return key.map(file -> {
            KeyFile read = KeyFile.read(session.hostEnvironment().directory().resolve(file));
            session.warn(read.warnings());
            return new NodeExaminer.NodeKey(
                    read.key().publicKey(), KeyFiles.hostOf(file).flatMap(HostName::parse));
        });
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
