package dev.wgmesh.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.MainProcess;
import dev.wgmesh.testing.net.FinishedProcess;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code apply} with the capabilities and the writable paths that examples/wg-mesh@.service leaves
 * it, in namespaces of its own. The filter of system calls needs systemd, and is not part of it.
 */
class UnitLimitsIT {
    private static final Path UNIT = Path.of("examples/wg-mesh@.service");
    private static final String KEY = "yFlXT2A5TTg9xcPfxolP0arOR+Ua+z8NlAcaKoTpm2E=\n";

    @TempDir Path folder;

    private static String setting(String name) throws IOException {
        try (Stream<String> lines = Files.lines(UNIT)) {
            return lines.filter(line -> line.startsWith(name + "="))
                    .map(line -> line.substring(name.length() + 1))
                    .collect(Collectors.joining(" "));
        }
    }

    /** The capabilities as setpriv(1) names them. */
    private static String capabilities() throws IOException {
        return Stream.of(setting("CapabilityBoundingSet").split(" "))
                .map(name -> ",+" + name.replace("CAP_", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("", "-all", ""));
    }

    @Test
    void apply_makes_an_interface_and_lets_a_relay_forward() throws IOException {
        Path zones = Files.createDirectory(folder.resolve("zones"));
        Path state = Files.createDirectory(folder.resolve("state"));
        Files.createDirectories(Path.of("/run/wireguard"));
        Files.writeString(folder.resolve("key"), KEY);
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
        String apply =
                new MainProcess(folder)
                        .commandLine().stream()
                                .map(word -> "'" + word + "'")
                                .collect(Collectors.joining(" "));
        String script =
                """
                set -e
                chmod 600 %1$s/key
                ip link set lo up
                mount --bind /proc/sys /proc/sys
                for path in %1$s/state /run/wireguard %2$s; do mount --bind $path $path; done
                mount -o remount,bind,ro /
                mount -o remount,bind,ro /proc/sys
                if echo x 2>/dev/null >/proc/sys/kernel/domainname; then echo 'not read-only'; fi
                setpriv --bounding-set %3$s --inh-caps -all --no-new-privs %4$s apply --relay \
                --zones %1$s/zones --key %1$s/key --state-dir %1$s/state _p2p.example.com >/dev/null
                wg show wg0 peers
                cat /proc/sys/net/ipv4/conf/wg0/forwarding
                """
                        .formatted(
                                folder,
                                setting("ReadWritePaths").replace("-/", "/"),
                                capabilities(),
                                apply);
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
                        script);
        try (RunningProcess running = RunningProcess.start(command, "")) {
            FinishedProcess ended = running.end(Duration.ofSeconds(60));
            assertEquals(0, ended.exit(), ended.err());
            assertEquals("meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=\n1\n", ended.out());
        }
        assertTrue(Files.exists(state.resolve("wg0")), "the state is kept");
    }
}
