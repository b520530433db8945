package dev.wgmesh.command;

import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.ScriptedPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A healthy node a.example.com for {@code doctor}: scripted tools, the files of a machine in a
 * folder, and one other member, b.example.com.
 */
final class ExaminedNode {
    static final String WG0 = "," + ScriptedNode.WG0;
    static final String B = ScriptedNode.peer("b", "203.0.113.202:51820", "10.0.0.2", 12, 9, 9);

    final ScriptedNode node;
    private final Path folder;

    ExaminedNode(Path folder) throws IOException {
        this.folder = folder;
        node = new ScriptedNode(folder);
        node.member("b", "10.0.0.2", "b A 203.0.113.202");
        node.apply("");
        node.device(B, true);
        write("/etc/resolv.conf", "nameserver 192.0.2.53\n");
        Path unit = Path.of("examples/wg-mesh@.service");
        write("/etc/systemd/system/wg-mesh@.service", Files.readString(unit));
        write("/etc/systemd/system/multi-user.target.wants/wg-mesh@_p2p.example.com.service", "");
        tools();
    }

    /** Scripts the tools besides {@code ip} and {@code wg}, as on a healthy machine. */
    void tools() {
        node.programs
                .prints("timedatectl", "yes\n")
                .prints("nft -j list ruleset", "{\"nftables\": []}");
    }

    void write(String path, String text) throws IOException {
        Path file = folder.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    CommandOutput doctor(String... more) {
        var words = new ArrayList<>(List.of("--zones", "zones"));
        words.addAll(List.of(more));
        return node.run(node.fixture(), "doctor", words.toArray(String[]::new));
    }

    /** Returns the exit code, and what is not ok. */
    String faults(String... more) {
        CommandOutput shown = doctor(more);
        var text = new StringBuilder(shown.exit() + "\n");
        boolean bad = false;
        for (String line : shown.out().lines().skip(2).toList()) {
            boolean isResult = !line.startsWith("  ") && !line.isEmpty();
            bad = isResult ? !line.startsWith("ok ") : bad && !line.isEmpty();
            boolean isCount = line.matches("[0-9].*");
            text.append(bad && !isCount ? line + "\n" : "");
        }
        return text.toString();
    }

    /** Replaces the interface: peers, and the JSON of addresses that follow {@code wg0}. */
    void device(String dump, String wg0, String more) {
        device(
                dump,
                wg0 + more,
                List.of("{\"dst\":\"10.0.0.2\",\"dev\":\"wg0\",\"protocol\":\"87\"}"));
    }

    /** Replaces the interface, and the routes beside the default route. */
    void device(String dump, String interfaces, List<String> routes) {
        String link =
                """
                {"ifname":"eth0","flags":["UP"],"mtu":1500,
                 "addr_info":[{"family":"inet","local":"198.51.100.10","prefixlen":24}]}
                """;
        node.programs =
                new ScriptedPrograms()
                        .network(
                                "[" + link + interfaces + "]",
                                "[{\"dst\":\"default\",\"gateway\":\"198.51.100.1\",\"dev\":\"eth0\"},"
                                        + String.join(",", routes)
                                        + "]")
                        .prints("wg show wg0 dump", dump);
        tools();
    }

    static String dump(String key, int port) {
        return "secret\t" + MeshFixture.key(key) + "\t" + port + "\toff\n" + B;
    }
}
