package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Confirmation;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code up}: everything that makes this machine a node of a mesh. */
@OptionGroup.In(OptionGroup.CHANGE)
@Command(
        name = "up",
        description = {
            UpCommand.SUMMARY,
            "Create the key, join the mesh, configure the interface, and enable the service.",
            "What has been done already stays as it is: run it again at any time.",
            "./wg-mesh.toml and ./zones are ignored: name places by options."
        },
        footer = {
            "  wg-mesh up _p2p.example.com",
            "  wg-mesh up _p2p.example.com node-d.example.com --endpoint 203.0.113.204",
            "  wg-mesh up _p2p.example.com --server ns1.example.com --tsig-key-file key",
            "  wg-mesh up _p2p.example.com -n"
        })
final class UpCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Make this machine a node: key, join, apply, service.";

    /** The interface of the service. */
    private static final String DEVICE = "wg0";

    @Parameters(
            index = "0",
            paramLabel = "MESH",
            arity = "0..1",
            completionCandidates = MeshCandidates.class,
            description = "Mesh (default: wg-mesh.toml).")
    Optional<MeshName> mesh = Optional.empty();

    @Parameters(
            index = "1",
            paramLabel = "HOST",
            arity = "0..1",
            description = "Name of this node (default: that of the machine).")
    Optional<HostName> host = Optional.empty();

    @Mixin ReachOptions reach = new ReachOptions();
    @Mixin PlaceOptions place = new PlaceOptions();
    @Mixin NodeOptions.InterfaceOptions device = new NodeOptions.InterfaceOptions();

    @OptionGroup.In(OptionGroup.NODE)
    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Private key file (/etc/wg-mesh/INTERFACE.key).")
    Optional<Path> key = Optional.empty();

    @OptionGroup.In(OptionGroup.SAFETY)
    @Option(names = "--yes", description = "Enable the service without asking.")
    boolean yes;

    @OptionGroup.In(OptionGroup.SAFETY)
    @Option(
            names = {"-n", "--dry-run"},
            description = "Show each step; change nothing.")
    boolean dryRun;

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        SourceFlags flags = place.flags();
        Locations places = session.nodeLocations(flags);
        MeshName name = places.mesh(mesh.or(session.shellState()::currentMesh));
        boolean standard = key.isEmpty() && device.stateDir.isEmpty() && device.name.equals(DEVICE);
        var service = new NodeService(session, name, standard, !flags.equals(SourceFlags.NONE));
        var node = new NodeOptions();
        node.device = device;
        node.key = Optional.of(key.orElseGet(() -> defaultKey(device.name)));
        var setup = new NodeSetup(session, places, name, node, place.words(), service, dryRun);
        return setup.run(host, reach, new Confirmation(session, yes));
    }

    /** Returns where the key of an interface is unless {@code --key} says another file. */
    static Path defaultKey(String device) {
        return CommandSession.SETTINGS_FOLDER.resolve(device + ".key");
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
