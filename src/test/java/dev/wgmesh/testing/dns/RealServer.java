package dev.wgmesh.testing.dns;

import dev.wgmesh.testing.net.LoadedTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * BIND or Knot on a free port of 127.0.0.1, with a folder of its own. It fails the test where the
 * program is missing or does not get ready within 20 s.
 */
public final class RealServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final Path folder;
    private final InetSocketAddress address;

    private RealServer(Process process, Path folder, InetSocketAddress address) {
        this.process = process;
        this.folder = folder;
        this.address = address;
    }

    /**
     * {@code named} as the authority of zones, with {@code check-names ignore}.
     *
     * @param zones apex without trailing dot to zone-file text
     */
    public static RealServer named(Map<String, String> zones) {
        String clauses =
                zones.keySet().stream()
                        .map(apex ->
                                """
                                zone "%1$s" { type primary; file "%1$s.zone"; \
                                check-names ignore; };
                                """
                                        .formatted(apex))
                        .collect(Collectors.joining());
        return named(zones, "recursion no; minimal-responses yes;", clauses);
    }

    /**
     * {@code named} with zone clauses of your own, where {@code FOLDER} is the folder of its zone
     * files.
     */
    public static RealServer namedWith(Map<String, String> zones, String clauses) {
        return named(zones, "recursion no; minimal-responses yes;", clauses);
    }

    /**
     * {@code named} as the primary of zones that takes updates signed with {@link TestKey#KNOWN}.
     *
     * @param options of each zone besides, as {@code check-names ignore;}
     */
    public static RealServer namedUpdated(Map<String, String> zones, String options) {
        return namedWithKey(
                zones, "allow-update { key " + TestKey.KNOWN.name() + "; }; " + options);
    }

    /** {@code named} as the primary of zones, with these options, that knows the same key. */
    public static RealServer namedWithKey(Map<String, String> zones, String options) {
        String clauses =
                zones.keySet().stream()
                        .map(apex ->
                                "zone \"%1$s\" { type primary; file \"FOLDER/%1$s.zone\"; %2$s };\n"
                                        .formatted(apex, options))
                        .collect(Collectors.joining());
        return namedWith(zones, TestKey.KNOWN.bind() + clauses);
    }

    /** {@code named} as a resolver that knows only the zones of another server. */
    public static RealServer namedBefore(RealServer authority, List<String> zones) {
        String hint = "zone \".\" { type hint; file \"hint.zone\"; };\n";
        String clauses =
                zones.stream()
                        .map(apex ->
                                """
                                zone "%s" { type forward; forward only; \
                                forwarders { 127.0.0.1 port %d; }; };
                                """
                                        .formatted(apex, authority.address.getPort()))
                        .collect(Collectors.joining());
        // Without hints of its own it would look for the root servers of the world.
        return named(
                Map.of("hint", ". 3600 IN NS a.\na. 3600 IN A 127.0.0.1\n"),
                "recursion yes; dnssec-validation no; empty-zones-enable no;",
                hint + clauses);
    }

    private static RealServer named(Map<String, String> files, String options, String clauses) {
        return start(
                files,
                "named.conf",
                """
                options { directory "FOLDER"; listen-on port PORT { 127.0.0.1; };
                  listen-on-v6 { none; }; pid-file none; session-keyfile none;
                  notify no; allow-transfer { none; }; %s };
                controls { };
                %s
                """
                        .formatted(options, clauses),
                List.of("named", "-g", "-c"),
                "(?m) running$");
    }

    /**
     * {@code knotd} as the authority of zones.
     *
     * @param zones apex without trailing dot to zone-file text
     */
    public static RealServer knotd(Map<String, String> zones) {
        String clauses =
                zones.keySet().stream()
                        .map(apex -> "  - domain: %1$s\n    file: %1$s.zone\n".formatted(apex))
                        .collect(Collectors.joining());
        return knotdWith(zones, "zone:\n" + clauses);
    }

    /**
     * {@code knotd} with sections of your own, where {@code FOLDER} is the folder of its zone
     * files.
     */
    public static RealServer knotdWith(Map<String, String> zones, String sections) {
        return start(
                zones,
                "knot.conf",
                """
                server:
                  rundir: "FOLDER"
                  listen: 127.0.0.1@PORT
                database:
                  storage: "FOLDER"
                log:
                  - target: stderr
                    any: info
                template:
                  - id: default
                    storage: "FOLDER"
                    zonefile-sync: -1
                """
                        + sections,
                List.of("knotd", "-c"),
                "server started");
    }

    /**
     * {@code knotd} as the primary of zones, with one rule for {@link TestKey#KNOWN}.
     *
     * @param actions that the rule allows, as {@code update, transfer}
     */
    public static RealServer knotdUpdated(Map<String, String> zones, String actions) {
        String clauses =
                zones.keySet().stream()
                        .map(apex ->
                                """
                                  - domain: %1$s
                                    file: %1$s.zone
                                    acl: rule
                                """
                                        .formatted(apex))
                        .collect(Collectors.joining());
        String rule =
                "acl:\n  - id: rule\n    key: %s\n    action: [%s]\n"
                        .formatted(TestKey.KNOWN.name(), actions);
        return knotdWith(zones, TestKey.KNOWN.knot() + rule + "zone:\n" + clauses);
    }

    /** {@code knotd} as a secondary that has the zone, and hands signed updates to its primary. */
    public static RealServer knotdSecondary(RealServer primary, String apex) {
        String sections =
                """
                remote:
                  - id: primary
                    address: 127.0.0.1@%d
                acl:
                  - id: rule
                    key: %s
                    action: update
                zone:
                  - domain: %s
                    master: primary
                    acl: rule
                """
                        .formatted(primary.address.getPort(), TestKey.KNOWN.name(), apex);
        RealServer server = knotdWith(Map.of(), TestKey.KNOWN.knot() + sections);
        server.await("AXFR, incoming.*finished");
        return server;
    }

    private static RealServer start(
            Map<String, String> files,
            String confName,
            String conf,
            List<String> command,
            String ready) {
        try {
            Path folder = Files.createTempDirectory("wg-mesh-dns");
            for (var file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey() + ".zone"), file.getValue());
            }
            int port = FreePort.next();
            Path confFile = folder.resolve(confName);
            Files.writeString(
                    confFile, conf.replace("FOLDER", folder.toString()).replace("PORT", port + ""));
            Path log = folder.resolve("log");
            var words = Stream.concat(command.stream(), Stream.of(confFile.toString())).toList();
            Process process =
                    new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            var address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
            var server = new RealServer(process, folder, address);
            server.await(ready);
            return server;
        } catch (IOException e) {
            throw new AssertionError(command.getFirst() + " is needed for this test: " + e, e);
        }
    }

    private void await(String ready) {
        var time = LoadedTime.limit(PATIENCE);
        var pattern = Pattern.compile(ready);
        while (!pattern.matcher(log()).find()) {
            if (!process.isAlive() || time.isOver()) {
                String log = log();
                close();
                throw new AssertionError("the server did not get ready:\n" + log);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What it has logged. */
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** Its process. */
    public long pid() {
        return process.pid();
    }

    /** Its folder: zone files are APEX.zone. */
    public Path folder() {
        return folder;
    }

    /** Ends the process, by its id, and removes the folder; a second time it does nothing. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!Files.exists(folder)) {
                return;
            }
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
