package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.MainProcess;
import dev.wgmesh.testing.dns.ExternalTool;
import dev.wgmesh.testing.net.FinishedProcess;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.LabNode;
import dev.wgmesh.testing.net.RunningProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code export} prints, read by the programs that it is for. */
class ExportIT {
    private static final String PEERS =
            """
            MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=\t10.0.0.1/32 192.168.1.1/32
            meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=\t10.0.0.2/32 192.168.1.2/32
            """;

    @TempDir Path folder;

    @BeforeEach
    void join() {
        ExampleZones.in(folder);
        assertEquals(0, run("join phone.example.com --nat yes --key phone.key").exit());
    }

    private CommandFixture.CommandOutput run(String line) {
        return new CommandFixture(folder).run(line.split(" "));
    }

    private Path export(String format, String name) {
        String line = "export phone.example.com --key phone.key --format " + format;
        var shown = run(line + " --out " + name);
        assertEquals(0, shown.exit(), shown.err());
        return folder.resolve(name);
    }

    @Test
    void wg_takes_the_files_for_wg_and_what_wg_quick_strips() {
        Path plain = export("wg", "wg1.conf");
        Path quick = export("wg-quick", "wg2.conf");
        String stripped =
                ExternalTool.run("", List.of("wg-quick", "strip", quick.toString())).output();
        assertFalse(stripped.contains("MTU") || stripped.contains("Address"), stripped);
        try (Lab lab = Lab.open()) {
            LabNode one = lab.node("one").wireguard("wg0");
            one.exec("wg", "setconf", "wg0", plain.toString()).requireSuccess();
            assertEquals(PEERS, peers(one));
            LabNode other = lab.node("other").wireguard("wg0");
            try (RunningProcess setconf =
                    other.startWith(stripped, "wg", "setconf", "wg0", "/dev/stdin")) {
                setconf.end(Duration.ofSeconds(20)).requireSuccess();
            }
            assertEquals(PEERS, peers(other));
        }
    }

    /** Sorted: wireguard-go lists its peers in any order. */
    private static String peers(LabNode node) {
        return node.exec("wg", "show", "wg0", "allowed-ips")
                .out()
                .lines()
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void networkd_reads_every_line_of_its_files() throws Exception {
        Files.createDirectory(folder.resolve("network"));
        export("networkd", "network");
        // Without a kernel that has WireGuard it reads the files, and then cannot make the device.
        String start =
                """
                mkdir -p /run/systemd/network && cp "$1"/* /run/systemd/network/ &&
                chgrp -R systemd-network /run/systemd/network && chmod 640 /run/systemd/network/* &&
                SYSTEMD_LOG_LEVEL=debug timeout 3 /lib/systemd/systemd-networkd 2>&1
                """;
        try (Lab lab = Lab.open()) {
            FinishedProcess ended =
                    lab.node("phone")
                            .exec(
                                    Duration.ofSeconds(30),
                                    "sh",
                                    "-c",
                                    start,
                                    "sh",
                                    folder.resolve("network").toString());
            assertTrue(ended.out().contains("wg0: loaded \"wireguard\""), ended::toString);
            assertFalse(ended.out().contains("/run/systemd/network/wg0"), ended::toString);
        }
    }

    @Test
    void the_main_program_prints_the_qr_code() throws Exception {
        var shown =
                new MainProcess(folder)
                        .run("export", "phone.example.com", "--key", "phone.key", "--qr");
        assertEquals(0, shown.exit(), shown.err());
        assertEquals(run("export phone.example.com --key phone.key --qr").out(), shown.out());
    }
}
