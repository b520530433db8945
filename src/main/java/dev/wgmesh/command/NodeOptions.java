package dev.wgmesh.command;

import dev.wgmesh.apply.MeshSource;
import dev.wgmesh.apply.Pass;
import dev.wgmesh.apply.PassJournal;
import dev.wgmesh.apply.PassRequest;
import dev.wgmesh.apply.PassResult;
import dev.wgmesh.apply.StateFolder;
import dev.wgmesh.apply.WakeupSignal;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.config.Locations;
import dev.wgmesh.device.CommandLog;
import dev.wgmesh.device.Device;
import dev.wgmesh.device.DeviceFactory;
import dev.wgmesh.device.NetworkEvent;
import dev.wgmesh.device.NetworkMonitor;
import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.KeyFiles;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.mesh.HeldKey;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.observe.TunnelQueries;
import dev.wgmesh.problem.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The node that a pass is over, and what it may do there: a mixin. */
@OptionGroup.In(OptionGroup.NODE)
final class NodeOptions {
    @Mixin LockOption lock = new LockOption();
    @Mixin InterfaceOptions device = new InterfaceOptions();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Private key file; creates a missing interface.")
    Optional<Path> key = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = NumberConverter.Port.class,
            description = "UDP port of a new interface (SRV record or 51820).")
    Optional<Integer> port = Optional.empty();

    @Option(
            names = "--max-remove",
            paramLabel = "N",
            converter = NumberConverter.Peers.class,
            description = "Allow removing up to N peers (default: 30 %%).")
    Optional<Integer> maxRemove = Optional.empty();

    @Option(
            names = "--max-stale",
            paramLabel = "AGE",
            converter = AgeConverter.class,
            description = "Oldest saved mesh to use without DNS (7d).")
    Optional<Duration> maxStale = Optional.empty();

    @Option(
            names = "--force-endpoint",
            paramLabel = "HOST",
            description = "Use the endpoint in DNS now; repeatable.")
    List<HostName> forceEndpoint = new ArrayList<>();

    @Option(
            names = "--remove-foreign-peers",
            description = "Delete all peers that are not members, for good.")
    boolean removeForeignPeers;

    @Option(
            names = "--replace-foreign-routes",
            description = "Replace conflicting routes; down puts them back.")
    boolean replaceForeignRoutes;

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            converter = NumberConverter.Table.class,
            description = "Routing table of routes (default: main); add no rule.")
    Optional<Long> table = Optional.empty();

    @Option(
            names = "--metric",
            paramLabel = "N",
            converter = NumberConverter.Metric.class,
            description = "Metric of routes (default: that of the kernel).")
    Optional<Long> metric = Optional.empty();

    @Option(
            names = "--paths",
            paramLabel = "MODE",
            description = "Test a path mode: auto, tunnel or origin.")
    Optional<PathMode> paths = Optional.empty();

    @Option(
            names = "--relay",
            description = "As a relay, forward packets of members; down undoes it.")
    boolean relay;

    @OptionGroup.In(OptionGroup.SAFETY)
    @Option(names = "--pin", description = "Keep the key of a member until wg-mesh trust.")
    boolean pin;

    @Mixin PskOptions psk = new PskOptions();

    @Option(names = "--strict", description = "Exit with 1 if there is a problem.")
    boolean strict;

    PassOptions options(boolean make, boolean watch, boolean pinKeys, RoutePlace routes) {
        return new PassOptions(
                paths,
                removeForeignPeers,
                replaceForeignRoutes,
                maxRemove,
                port,
                make,
                watch,
                pinKeys,
                Set.copyOf(forceEndpoint),
                relay,
                new RoutePlace(table.orElse(routes.table()), metric.orElse(routes.metric())));
    }

    PassRequest request(CommandSession session, Locations places, MeshName mesh, boolean watch) {
        Optional<PrivateKey> own =
                key.map(file -> {
                    KeyFile read =
                            KeyFile.read(session.hostEnvironment().directory().resolve(file));
                    session.warn(read.warnings());
                    return read.key();
                });
        return request(session, places, mesh, watch, own);
    }

    /**
     * Returns the request of a node whose key was read before, or is in no file yet.
     *
     * @param own empty: the key of the interface, which must exist
     */
    PassRequest request(
            CommandSession session,
            Locations places,
            MeshName mesh,
            boolean watch,
            Optional<PrivateKey> own) {
        return new PassRequest(
                mesh,
                device.name,
                own,
                keyFile(),
                options(
                        own.isPresent(),
                        watch,
                        pin || places.settings().pin(),
                        places.settings().routes()),
                maxStale.orElse(PassRequest.DEFAULT_MAX_STALE),
                psk.presharedKeys(session, places),
                () -> heldKeys(session, own));
    }

    /**
     * Returns the keys in the key file and beside it, as they are now: a rotation makes the next
     * one while {@code --watch} runs. A file that cannot be read, and a pipe, which may have no
     * writer any more, count as missing.
     */
    private List<HeldKey> heldKeys(CommandSession session, Optional<PrivateKey> atStart) {
        if (key.isEmpty()) {
            return List.of();
        }
        Path file = session.hostEnvironment().directory().resolve(key.get());
        Stream<HeldKey> start = atStart.stream().map(it -> new HeldKey(it, file.toString()));
        return Stream.concat(
                        Stream.of(file, KeyFiles.nextOf(file)).flatMap(NodeOptions::heldKey), start)
                .distinct()
                .toList();
    }

    private static Stream<HeldKey> heldKey(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? Stream.of(new HeldKey(KeyFile.read(file).key(), file.toString()))
                    : Stream.empty();
        } catch (Failure _) {
            return Stream.empty();
        }
    }

    /** Returns the member that the name of the key file says; empty where it says none. */
    Optional<HostName> keyFile() {
        return key.flatMap(KeyFiles::hostOf).flatMap(HostName::parse);
    }

    /** Returns passes over the interface, which read the mesh from that source. */
    Pass pass(CommandSession session, MeshSource source, WakeupSignal wakeup) {
        var outside = session.hostEnvironment();
        return new Pass(
                source,
                device.open(session),
                device.states(session),
                outside.clock(),
                wakeup,
                new TunnelQueries(outside.randomness(), outside.clock()));
    }

    /** Returns the journal of those passes. */
    PassJournal journal(CommandSession session, PassRequest request) {
        return new PassJournal(device.states(session), request, session.hostEnvironment().clock());
    }

    /** Makes one pass, and notes it in the journal. */
    PassResult runOnce(
            CommandSession session, MeshSource source, WakeupSignal wakeup, PassRequest request)
            throws InterruptedException {
        PassResult result = pass(session, source, wakeup).run(request);
        journal(session, request).completed(result, Optional.empty());
        return result;
    }

    /** Reads the mesh anew at each pass. */
    NodeSource source(CommandSession session, Locations places) {
        return new NodeSource(session, places, lock.lock(session, places));
    }

    /** Reads the mesh at each pass of {@code --watch}, as far as it may have changed. */
    WatchSource watchSource(CommandSession session, Locations places) {
        return new WatchSource(source(session, places));
    }

    /** The interface and the folder of its state file: a mixin. */
    @OptionGroup.In(OptionGroup.NODE)
    static final class InterfaceOptions {
        @Option(
                names = {"-i", "--interface"},
                paramLabel = "NAME",
                defaultValue = "wg0",
                description = "WireGuard interface (default: wg0).")
        String name = "wg0";

        @Option(
                names = "--state-dir",
                paramLabel = "DIR",
                description = "Folder of the state file (/var/lib/wg-mesh).")
        Optional<Path> stateDir = Optional.empty();

        Device open(CommandSession session) {
            CommandLog log =
                    session.outputStyle().verbose()
                            ? (_, command) -> session.note("+ " + command.get())
                            : CommandLog.NONE;
            return open(session, log);
        }

        Device open(CommandSession session, CommandLog log) {
            return DeviceFactory.system(
                    name,
                    session.hostEnvironment().programs(),
                    log,
                    session.hostEnvironment().files().resolve(DeviceFactory.RESOLV_CONF));
        }

        /** Reports changes of this node's network until it is closed. */
        NetworkMonitor monitor(CommandSession session, Consumer<NetworkEvent> listener) {
            return NetworkMonitor.start(session.programs(), name, listener);
        }

        /** Returns the options that differ from their defaults, as a command line has them. */
        List<String> words() {
            var words = new ArrayList<String>();
            if (!name.equals("wg0")) {
                words.addAll(List.of("--interface", name));
            }
            stateDir.ifPresent(folder -> words.addAll(List.of("--state-dir", folder.toString())));
            return words;
        }

        StateFolder states(CommandSession session) {
            return new StateFolder(
                    stateDir.map(session.hostEnvironment().directory()::resolve)
                            .orElse(StateFolder.DEFAULT));
        }
    }
}
