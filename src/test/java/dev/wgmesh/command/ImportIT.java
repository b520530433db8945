package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.MainProcess;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.LabNode;
import dev.wgmesh.testing.net.NodePrograms;
import dev.wgmesh.testing.net.PingLoss;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five machines with wg-quick become a mesh in DNS, and none of them loses a packet. */
class ImportIT {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    @TempDir Path folder;

    private static PrivateKey key(int i) {
        return PrivateKey.generate(new Random(i));
    }

    private static String configuration(int own) {
        var text = new StringBuilder();
        text.append("# %s.example.com\n[Interface]\nPrivateKey = ".formatted(NAMES.get(own)))
                .append(key(own).reveal())
                .append("\nAddress = 10.7.0.%d/24\nListenPort = 51820\n".formatted(own + 1));
        for (int i = 0; i < NAMES.size(); i++) {
            if (i != own) {
                text.append("\n# %s.example.com\n[Peer]\nPublicKey = ".formatted(NAMES.get(i)))
                        .append(key(i).publicKey())
                        .append("\nAllowedIPs = 10.7.0.%d/32".formatted(i + 1))
                        .append("\nEndpoint = 198.51.100.%d:51820\n".formatted(i + 1));
            }
        }
        return text.toString();
    }

    private Path write() throws IOException {
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(
                folder.resolve("zones/example.com.zone"),
                """
                $ORIGIN example.com.
                $TTL 300
                @ SOA ns1 hostmaster 1 3600 900 604800 60
                @ NS ns1
                ns1 A 192.0.2.53
                """);
        for (int i = 0; i < NAMES.size(); i++) {
            Path machine = Files.createDirectory(folder.resolve(NAMES.get(i)));
            Files.writeString(machine.resolve("wg0.conf"), configuration(i));
            KeyFile.create(machine.resolve("wg0.key"), key(i));
        }
        return folder;
    }

    private CommandOutput apply(LabNode node) {
        return new CommandFixture(folder.resolve(node.name()))
                .programs(new NodePrograms(node, true))
                .asRoot()
                .clock(InstantSource.system())
                .run(
                        "apply",
                        "_p2p.example.com",
                        "--zones",
                        folder.resolve("zones").toString(),
                        "--key",
                        "wg0.key",
                        "--state-dir",
                        "state");
    }

    @Test
    void a_running_interface_is_imported() throws Exception {
        write();
        assertEquals(
                0,
                new CommandFixture(folder)
                        .run("init", "_p2p.example.com", "--pool", "10.7.0.0/24")
                        .exit());
        try (Lab lab = Lab.open()) {
            lab.net("wide", "198.51.100.0/24");
            LabNode node = lab.node("a").attach("wide", "198.51.100.1");
            String file = folder.resolve("a").resolve("wg0.conf").toString();
            node.exec("wg-quick", "up", file).requireSuccess();
            var words = new ArrayList<String>(List.of("import", "-i", "wg0"));
            for (int i = 0; i < NAMES.size(); i++) {
                words.add("--name");
                words.add(key(i).publicKey() + "=" + NAMES.get(i) + ".example.com");
            }
            var fixture = new CommandFixture(folder).programs(new NodePrograms(node, true));
            CommandOutput imported = fixture.run(words.toArray(String[]::new));
            assertEquals(0, imported.exit(), imported.err());
            assertTrue(
                    imported.out().contains("e.example.com [10.7.0.5]\nimported"), imported.out());
            assertTrue(imported.err().contains("wg0: has the endpoints that it sees now"));
            words.set(2, "none0");
            CommandOutput none = fixture.run(words.toArray(String[]::new));
            assertEquals(2, none.exit(), none.err());
            assertTrue(none.err().contains("--interface none0: does not exist"), none.err());
        }
    }

    @Test
    void machines_of_wg_quick_are_taken_over_one_by_one_under_ping() throws Exception {
        var files = new ArrayList<String>(List.of("import"));
        write();
        NAMES.forEach(name -> files.add(name + "/wg0.conf"));
        files.addAll(List.of("--mesh", "_p2p.example.com"));
        var main = new MainProcess(folder);
        assertEquals(0, main.run("init", "_p2p.example.com", "--pool", "10.7.0.0/24").exit());
        CommandOutput imported = main.run(files.toArray(String[]::new));
        assertEquals(0, imported.exit(), imported.err());
        try (Lab lab = Lab.open()) {
            lab.net("wide", "198.51.100.0/24");
            var nodes = new ArrayList<LabNode>();
            for (int i = 0; i < NAMES.size(); i++) {
                LabNode node = lab.node(NAMES.get(i)).attach("wide", "198.51.100." + (i + 1));
                String file = folder.resolve(NAMES.get(i)).resolve("wg0.conf").toString();
                node.exec("wg-quick", "up", file).requireSuccess();
                nodes.add(node);
            }
            var pings = new ArrayList<RunningProcess>();
            for (int i = 0; i < nodes.size(); i++) {
                String next = "10.7.0." + ((i + 1) % nodes.size() + 1);
                assertTrue(nodes.get(i).reaches(next, Duration.ofSeconds(10)), next);
                pings.add(nodes.get(i).start("ping", "-i", "0.1", next));
            }
            for (LabNode node : nodes) {
                CommandOutput first = apply(node);
                assertEquals(0, first.exit(), first.err());
                CommandOutput second = apply(node);
                assertEquals("nothing to do\n", second.out(), second.err());
            }
            for (RunningProcess ping : pings) {
                PingLoss.assertNone(ping);
                ping.close();
            }
        }
    }
}
