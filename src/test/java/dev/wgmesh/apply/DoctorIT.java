package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.MainProcess;
import dev.wgmesh.testing.net.FinishedProcess;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real {@code doctor} on a healthy node, and with one fault after the other; two nodes with a
 * router between them.
 */
class DoctorIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path folder;
    private Lab lab;
    private LabMesh mesh;

    @BeforeEach
    void two_nodes() throws Exception {
        lab = Lab.open();
        lab.net("left", "198.51.100.0/24");
        lab.net("right", "203.0.113.0/24");
        lab.router("middle").attach("left", "198.51.100.1").attach("right", "203.0.113.1");
        lab.node("node-a").attach("left", "198.51.100.10", "--default", "198.51.100.1");
        lab.node("node-b").attach("right", "203.0.113.20", "--default", "203.0.113.1");
        lab.dns("192.0.2.53");
        String records =
                """
                node-a A 198.51.100.10
                node-b A 203.0.113.20
                """;
        mesh = new LabMesh(lab, folder, records, "node-a", "node-b");
        mesh.apply("node-a");
        mesh.apply("node-b");
        mesh.assertPings("node-a", "node-b");
    }

    @AfterEach
    void end() {
        mesh.close();
    }

    /** Returns the exit code, and what has failed or is a warning, each on one line. */
    private String doctor() {
        String[] command =
                new MainProcess(folder)
                        .commandLine(
                                "doctor",
                                "--zones",
                                folder.resolve("zones").toString(),
                                "--state-dir",
                                folder.resolve("node-a").toString())
                        .toArray(String[]::new);
        FinishedProcess ended = lab.at("node-a").exec(LIMIT, command);
        String lines = ended.out().replaceAll("\\n {12,}", " ");
        return ended.exit()
                + "\n"
                + lines.lines()
                        .filter(line -> line.matches("(failed|warning) .*| {9}fix.*"))
                        .collect(Collectors.joining("\n"));
    }

    private void zone(String from, String to) throws IOException {
        Path file = folder.resolve("zones/example.com.zone");
        Files.writeString(file, Files.readString(file).replace(from, to));
    }

    @Test
    void each_fault_is_named_and_a_healthy_node_is_all_ok() throws Exception {
        assertEquals("0\n", doctor());

        mesh.shell(
                "node-a",
                "nft 'table inet f { chain in { type filter hook input priority 0; policy drop;"
                        + " iif lo accept; ct state established,related accept; }; }'");
        assertEquals(
                """
                1
                failed   firewall    chain inet f in drops UDP port 51820
                         fix: nft insert rule inet f in udp dport 51820 accept\
                """,
                doctor());
        mesh.shell("node-a", "nft insert rule inet f in udp dport 51820 accept");
        mesh.shell("node-a", "wg set wg0 listen-port 40000");
        String python =
                "import socket, time; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
                        + " s.bind(('', 51820)); print('bound', flush=True); time.sleep(60)";
        try (RunningProcess taken = lab.at("node-a").start("python3", "-c", python)) {
            taken.await(LIMIT, said -> said.out().contains("bound"));
            assertEquals(
                    """
                    1
                    failed   port        wg0 listens on UDP port 40000, but members send to port\
                     51820, which is taken by python3 (process N)
                             fix: end it, or publish the port: wg-mesh set node-a.example.com\
                     --endpoint ADDRESS:40000
                    failed   firewall    chain inet f in drops UDP port 40000
                             fix: nft insert rule inet f in udp dport 40000 accept\
                    """,
                    doctor().replaceAll("process \\d+", "process N"));
        }
        mesh.shell("node-a", "wg set wg0 listen-port 51820; nft delete table inet f");
        mesh.shell(
                "node-a",
                """
                iptables-legacy -P INPUT DROP
                iptables-legacy -A INPUT -i lo -j ACCEPT
                iptables-legacy -A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT
                """);
        assertEquals(
                """
                1
                failed   firewall    chain iptables-legacy INPUT drops UDP port 51820
                         fix: iptables-legacy -I INPUT -p udp --dport 51820 -j ACCEPT\
                """,
                doctor());
        mesh.shell("node-a", "iptables-legacy -I INPUT -p udp --dport 51820 -j ACCEPT");
        assertEquals("0\n", doctor());
        mesh.shell("node-a", "iptables-legacy -P INPUT ACCEPT; iptables-legacy -F");
        mesh.shell("node-a", "ip6tables-legacy -A INPUT -p udp -j REJECT");
        assertEquals(
                """
                1
                failed   firewall    chain ip6tables-legacy INPUT drops UDP port 51820
                         fix: ip6tables-legacy -I INPUT -p udp --dport 51820 -j ACCEPT\
                """,
                doctor());
        mesh.shell("node-a", "ip6tables-legacy -F");
        mesh.assertPings("node-a", "node-b");

        mesh.shell("node-a", "ip addr add 10.0.0.65/26 dev left");
        assertEquals(
                """
                0
                warning  pools       pool 10.0.0.0/24 overlaps the LAN 10.0.0.64/26 of left
                         fix: choose another range: wg-mesh set-policy _p2p.example.com --pool\
                 CIDR, or renumber the LAN 10.0.0.64/26 of left\
                """,
                doctor());
        mesh.shell("node-a", "ip addr del 10.0.0.65/26 dev left");

        // no packet says that a larger one is lost
        mesh.shell("middle", "ip link set right mtu 1300");
        mesh.shell(
                "middle",
                "nft 'table ip g { chain out { type filter hook output priority 0;"
                        + " icmp type destination-unreachable drop; }; }'");
        assertEquals(
                """
                1
                failed   mtu         packets of 1200 octets reach node-b.example.com, packets of\
                 1420 octets (the MTU) do not
                         fix: ip link set wg0 mtu 1200\
                """,
                doctor());
        mesh.shell("middle", "ip link set right mtu 1500");

        String own = mesh.key("node-a").publicKey().toString();
        String other = "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI=";
        zone(own, other);
        assertEquals(
                """
                1
                failed   key         node-a.example.com has the key %s in DNS, and wg0 has %s
                         fix: publish its key: wg-mesh rotate node-a.example.com\
                """
                        .formatted(other, own),
                doctor());
    }
}
