package dev.wgmesh.command;

import dev.wgmesh.apply.MeshSource;
import dev.wgmesh.apply.PassRequest;
import dev.wgmesh.apply.StateFolder;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.config.Locations;
import dev.wgmesh.device.CommandLog;
import dev.wgmesh.device.Device;
import dev.wgmesh.device.DeviceFactory;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.problem.Failure;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The node that a pass is over, and what it may do there: a mixin. */
final class NodeOptions {
    @Mixin InterfaceOptions device = new InterfaceOptions();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The node's private key: the interface is made if it is missing.")
    Optional<Path> key = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "UDP port of an interface that is made (my SRV record's, else 51820).")
    Optional<Integer> port = Optional.empty();

    @Option(
            names = "--max-remove",
            paramLabel = "N",
            description = "Remove up to N members at once (else 30 %% of them).")
    Optional<Integer> maxRemove = Optional.empty();

    @Option(names = "--adopt", description = "Take over foreign peers, and routes in the way.")
    boolean adopt;

    @Option(
            names = "--paths",
            paramLabel = "MODE",
            description = "For trying: auto, tunnel or origin; else the policy decides.")
    Optional<PathMode> paths = Optional.empty();

    @Option(names = "--strict", description = "End with 1 where there is a problem.")
    boolean strict;

    PassOptions options(boolean make, boolean watch) {
        if (port.isPresent() && (port.get() < 1 || port.get() > 65535)) {
            throw Failure.input(
                    "--port", port.get() + " is no UDP port", "give a number from 1 to 65535");
        }
        if (maxRemove.isPresent() && maxRemove.get() < 0) {
            throw Failure.input(
                    "--max-remove", maxRemove.get() + " is no number of members", "give 0 or more");
        }
        return new PassOptions(paths, adopt, maxRemove, port, make, watch);
    }

    PassRequest request(CommandSession session, MeshName mesh, boolean watch) {
        Optional<PrivateKey> own =
                key.map(file -> {
                    KeyFile read = KeyFile.read(session.outside().directory().resolve(file));
                    session.warn(read.warnings());
                    return read.key();
                });
        return new PassRequest(mesh, device.name, own, options(own.isPresent(), watch));
    }

    /** Reads the mesh anew at each pass. */
    static MeshSource source(CommandSession session, Locations places) {
        return name -> {
            Mesh mesh = MeshReader.read(session.told(places.source()), name);
            session.memory().saw(mesh);
            return mesh;
        };
    }

    /** Which interface, and where what is ours is remembered: a mixin. */
    static final class InterfaceOptions {
        @Option(
                names = {"-i", "--interface"},
                paramLabel = "NAME",
                defaultValue = "wg0",
                description = "The WireGuard interface (default: ${DEFAULT-VALUE}).")
        String name = "wg0";

        @Option(
                names = "--state-dir",
                paramLabel = "DIR",
                description = "Where is kept what we made (default: /var/lib/wg-mesh).")
        Optional<Path> stateDir = Optional.empty();

        Device open(CommandSession session) {
            CommandLog log =
                    session.manner().verbose()
                            ? (_, command) -> session.note("+ " + command)
                            : CommandLog.NONE;
            return DeviceFactory.system(
                    name, session.outside().programs(), log, DeviceFactory.RESOLV_CONF);
        }

        StateFolder states(CommandSession session) {
            return new StateFolder(
                    stateDir.map(session.outside().directory()::resolve)
                            .orElse(StateFolder.DEFAULT));
        }
    }
}
