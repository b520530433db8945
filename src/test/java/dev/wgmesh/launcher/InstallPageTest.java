package dev.wgmesh.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/install.md: a test runs each command. */
class InstallPageTest {
    private static final String PACKAGE = "DebianPackageIT";

    /** ExampleUnitsIT and UnitLimitsIT check the unit itself. */
    private static final String UNIT = "needs systemd as the init of the machine";

    /** The commands, and the tests that run them. */
    private static final Map<String, String> TESTS =
            Map.ofEntries(
                    Map.entry("apt-get install ./wg-mesh_VERSION_ARCH.deb", PACKAGE),
                    Map.entry("apt-get remove wg-mesh", PACKAGE),
                    Map.entry("apt-get purge wg-mesh", PACKAGE),
                    Map.entry("wg-mesh version", PACKAGE),
                    Map.entry("scripts/install", "InstallIT"),
                    Map.entry("scripts/install --prefix ~/.local", "InstallIT"),
                    Map.entry("tar -xzf wg-mesh-VERSION-linux-ARCH.tar.gz -C /opt", PACKAGE),
                    Map.entry(
                            "ln -s /opt/wg-mesh-VERSION-linux-ARCH/bin/wg-mesh"
                                    + " /usr/local/bin/wg-mesh",
                            PACKAGE),
                    Map.entry(
                            "cp /opt/wg-mesh-VERSION-linux-ARCH/lib/systemd/system/wg-mesh@.service"
                                    + " /etc/systemd/system/",
                            PACKAGE),
                    Map.entry(
                            "wg-mesh up _p2p.example.com node-a.example.com --endpoint"
                                    + " 198.51.100.10",
                            "UpCommandTest"),
                    Map.entry("systemctl enable --now wg-mesh@_p2p.example.com", "NodeServiceTest"),
                    Map.entry("systemctl reload wg-mesh@_p2p.example.com", UNIT),
                    Map.entry("journalctl -u wg-mesh@_p2p.example.com", UNIT),
                    Map.entry("systemctl try-restart 'wg-mesh@*'", UNIT),
                    Map.entry("source <(wg-mesh completion bash)", "CompletionIT"),
                    Map.entry("source <(wg-mesh completion zsh)", "CompletionIT"),
                    Map.entry(
                            "wg-mesh completion fish >~/.config/fish/completions/wg-mesh.fish",
                            "CompletionIT"),
                    Map.entry("wg-mesh leave node-a.example.com", "MemberCommandsTest"),
                    Map.entry("wg-mesh down _p2p.example.com", "NodeCommandsIT"));

    @Test
    void a_test_runs_each_command() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("docs/install.md"))) {
            List<String> commands =
                    lines.filter(line -> line.startsWith("    ")).map(String::strip).toList();
            assertEquals(new TreeSet<>(TESTS.keySet()), new TreeSet<>(commands));
        }
    }
}
