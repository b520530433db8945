package dev.wgmesh.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.MainProcess;
import dev.wgmesh.testing.net.FinishedProcess;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code apply} with the capabilities and the writable paths that examples/wg-mesh@.service leaves
 * it, in namespaces of its own; and the system calls that it makes.
 */
class UnitLimitsIT {
    private static final Path UNIT = Path.of("examples/wg-mesh@.service");
    private static final String KEY = "yFlXT2A5TTg9xcPfxolP0arOR+Ua+z8NlAcaKoTpm2E=\n";

    @TempDir Path folder;

    private static List<String> settings(String name) throws IOException {
        try (Stream<String> lines = Files.lines(UNIT)) {
            return lines.filter(line -> line.startsWith(name + "="))
                    .map(line -> line.substring(name.length() + 1))
                    .toList();
        }
    }

    private static String setting(String name) throws IOException {
        return String.join(" ", settings(name));
    }

    /** The capabilities as setpriv(1) names them. */
    private static String capabilities() throws IOException {
        return Stream.of(setting("CapabilityBoundingSet").split(" "))
                .map(name -> ",+" + name.replace("CAP_", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("", "-all", ""));
    }

    @BeforeEach
    void a_mesh_of_two() throws IOException {
        Path zones = Files.createDirectory(folder.resolve("zones"));
        Files.createDirectory(folder.resolve("state"));
        Files.createDirectories(Path.of("/run/wireguard"));
        Path key = Files.writeString(folder.resolve("key"), KEY);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                zones.resolve("example.com.zone"),
                """
                $ORIGIN example.com.
                $TTL 300
                @ SOA ns1 hostmaster 1 3600 900 604800 60
                @ NS ns1
                _p2p TXT "node-a.example.com"
                _p2p TXT "node-b.example.com"
                node-a A 198.51.100.10
                _wireguard.node-a TXT "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI="
                _wireguard.node-a A 10.0.0.1
                _meta._wireguard.node-a TXT "relay=yes"
                node-b A 198.51.100.11
                _wireguard.node-b TXT "meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0="
                _wireguard.node-b A 10.0.0.2
                """);
    }

    /** The command line of a node, with these words more. */
    private String apply(String words) {
        return new MainProcess(folder)
                        .commandLine().stream()
                                .map(word -> "'" + word + "'")
                                .collect(Collectors.joining(" "))
                + " apply %s --zones %2$s/zones --key %2$s/key --state-dir %2$s/state "
                        .formatted(words, folder)
                + "_p2p.example.com >%s/state/out 2>&1".formatted(folder);
    }

    /** Runs a script where only the paths of the unit can be written; returns what it prints. */
    private String confined(String script) throws IOException {
        String confinement =
                """
                set -e
                ip link set lo up
                mount --bind /proc/sys /proc/sys
                for path in %s/state /run/wireguard %s; do mount --bind $path $path; done
                mount -o remount,bind,ro /
                mount -o remount,bind,ro /proc/sys
                if echo x 2>/dev/null >/proc/sys/kernel/domainname; then echo 'not read-only'; fi
                """
                        .formatted(folder, setting("ReadWritePaths").replace("-/", "/"));
        List<String> command =
                List.of(
                        "unshare",
                        "--net",
                        "--mount",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        "bash",
                        "-c",
                        confinement + script);
        try (RunningProcess running = RunningProcess.start(command, "")) {
            FinishedProcess ended = running.end(Duration.ofSeconds(60));
            String said = Files.readString(folder.resolve("state/out"));
            assertEquals(0, ended.exit(), ended.err() + said);
            return ended.out();
        }
    }

    private static String limited() throws IOException {
        return "setpriv --bounding-set " + capabilities() + " --inh-caps -all --no-new-privs ";
    }

    @Test
    void apply_makes_an_interface_and_lets_a_relay_forward() throws IOException {
        String printed =
                confined(
                        limited()
                                + apply("--relay")
                                + "\nwg show wg0 peers\ncat /proc/sys/net/ipv4/conf/wg0/forwarding\n");
        assertEquals("meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=\n1\n", printed);
        assertTrue(Files.exists(folder.resolve("state/wg0")), "the state is kept");
    }

    /** Returns the names of a set of system calls, as systemd defines it. */
    private static Set<String> calls(String set) {
        var command = List.of("systemd-analyze", "syscall-filter", set);
        var names = new TreeSet<String>();
        try (RunningProcess running = RunningProcess.start(command, "")) {
            running.end(Duration.ofSeconds(60))
                    .requireSuccess()
                    .lines()
                    .skip(1)
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line ->
                            names.addAll(line.startsWith("@") ? calls(line) : Set.of(line)));
        }
        return names;
    }

    /** Returns the system calls that the unit denies. */
    private static Set<String> denied() throws IOException {
        var allowed = new TreeSet<String>();
        for (String line : settings("SystemCallFilter")) {
            for (String word : line.replace("~", "").split(" ")) {
                Set<String> calls = word.startsWith("@") ? calls(word) : Set.of(word);
                if (line.startsWith("~")) {
                    allowed.removeAll(calls);
                } else {
                    allowed.addAll(calls);
                }
            }
        }
        Set<String> denied = calls("@known");
        denied.removeAll(allowed);
        return denied;
    }

    @Test
    void apply_watch_makes_no_system_call_that_the_unit_denies() throws IOException {
        Set<String> denied = denied();
        assertTrue(denied.contains("setuid"), denied.toString());
        String traced = denied.stream().map(name -> "?" + name).collect(Collectors.joining(","));
        // strace prints "+++" for an exit, and "???(" for a thread that its exiting process ended
        // before strace had read which call it stopped at: neither is a call.
        String strace =
                "strace -f --seccomp-bpf --signal=none --output=%s/state/calls --trace=%s "
                        .formatted(folder, traced);
        String printed =
                confined(
                        limited()
                                + strace
                                + apply("--watch --relay").replace("2>&1", "2>&1 &")
                                + """

                                until_true() {
                                    for ((i = 0; i < 100; i++)); do
                                        if "$@"; then return; fi
                                        sleep 0.2
                                    done
                                    echo "never: $*"
                                }
                                has_address() { [[ $(ip address show dev wg0 2>&1) == *10.0.0.1/* ]]; }
                                in_sync() { grep -q 'in sync' %1$s/state/out; }
                                until_true in_sync
                                until_true has_address
                                until_true pgrep -f 'ip .* monitor' >/dev/null
                                ip address delete 10.0.0.1/32 dev wg0
                                until_true has_address
                                wg show wg0 peers
                                grep -vF -e '+++' -e '???(' %1$s/state/calls || true
                                """
                                        .formatted(folder));
        assertEquals("meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=\n", printed);
    }
}
