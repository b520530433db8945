package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.net.FinishedProcess;
import dev.wgmesh.testing.net.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Two homes, one of them behind a symmetric NAT, and a public relay, which {@code apply --relay}
 * makes forward.
 */
@Execution(ExecutionMode.CONCURRENT)
class RelayIT {
    /** What {@code --relay} changes besides routes, addresses and peers. */
    private static final String SETTINGS =
            """
            ip -4 rule
            ip -6 rule
            sysctl -n net.ipv4.conf.wg0.forwarding net.ipv6.conf.wg0.force_forwarding || true
            sysctl -n net.ipv4.ip_forward net.ipv6.conf.all.forwarding
            """;

    @TempDir Path folder;

    @Test
    void two_homes_reach_each_other_through_the_relay_until_it_ends() throws Exception {
        Lab lab = Lab.of("mesh");
        lab.net("home2", "192.168.178.0/24");
        lab.router("home2")
                .attach("transit", "203.0.113.4", "--default", "203.0.113.1")
                .attach("home2", "192.168.178.1")
                .nat("random");
        lab.node("node-f").attach("home2", "192.168.178.3", "--default", "192.168.178.1");
        try (var mesh =
                new LabMesh(
                        lab,
                        folder,
                        """
                        node-a A 198.51.100.10
                        _meta._wireguard.node-a TXT "relay=yes"
                        _meta._wireguard.node-c TXT "nat=yes"
                        _meta._wireguard.node-f TXT "nat=hard"
                        _policy._p2p TXT "pool=fd00::/64"
                        _wireguard.node-a AAAA fd00::1
                        _wireguard.node-c AAAA fd00::2
                        _wireguard.node-f AAAA fd00::3
                        """,
                        "node-a",
                        "node-c",
                        "node-f")) {
            assertEquals(
                    List.of(
                            "is a relay, but this node does not forward IPv4 and IPv6: packets that"
                                    + " members send through it are lost"),
                    notices(mesh.apply("node-a")));
            for (String name : List.of("node-c", "node-f")) {
                assertEquals(List.of(), notices(mesh.apply(name)));
            }
            String before = mesh.shell("node-a", SETTINGS);
            mesh.assertPings("node-c", "node-a");
            mesh.assertPings("node-f", "node-a");
            assertFalse(
                    reaches(mesh, "node-c", mesh.address("node-f")),
                    "the relay does not forward yet");
            assertEquals(List.of(), notices(mesh.applyAsRelay("node-a")));
            assertTrue(mesh.applyAsRelay("node-a").isEmpty());
            mesh.assertPings("node-c", "node-f");
            mesh.assertPings("node-f", "node-c");
            mesh.shell("node-c", "ping -c 1 -W 2 -M do -s 1392 " + mesh.address("node-f"));
            mesh.shell("node-c", "ping -c 1 -W 2 -M do -s 1372 fd00::3");
            mesh.shell("node-f", "ping -c 1 -W 2 -M do -s 1372 fd00::2");
            assertTrue(mesh.apply("node-c").isEmpty());
            staysInside(mesh);
            mesh.shell(
                    "node-a",
                    "sysctl -qw net.ipv4.conf.wg0.forwarding=0"
                            + " net.ipv6.conf.wg0.force_forwarding=0");
            assertFalse(reaches(mesh, "node-c", "fd00::3"));
            mesh.applyAsRelay("node-a");
            mesh.assertPings("node-c", "node-f");
            mesh.shell("node-c", "ping -c 1 -W 2 fd00::3");
            withoutRelay();
            mesh.apply("node-a");
            assertEquals(before, mesh.shell("node-a", SETTINGS));
            assertTrue(notices(mesh.apply("node-c")).getFirst().contains("a symmetric NAT"));
            assertTrue(notices(mesh.apply("node-f")).getFirst().contains("a symmetric NAT"));
            assertFalse(reaches(mesh, "node-c", mesh.address("node-f")));
            mesh.assertPings("node-c", "node-a");
            withRelay();
            mesh.applyAsRelay("node-a");
            mesh.down("node-a");
            assertEquals(
                    before.replaceFirst("\n0\n0\n0\n0\n$", "\n0\n0\n"),
                    mesh.shell("node-a", SETTINGS.replace("forwarding ||", "forwarding 2>&- ||")));
        }
    }

    /** The relay passes nothing on from the mesh to its other networks. */
    private static void staysInside(LabMesh mesh) {
        assertProhibited(mesh, "192.0.2.5", "10.0.0.2");
        assertProhibited(mesh, "2001:db8:5::5", "fd00::2");
    }

    private static void assertProhibited(LabMesh mesh, String to, String from) {
        FinishedProcess ended =
                mesh.lab().at("node-a").exec("ip", "route", "get", to, "from", from, "iif", "wg0");
        String said = ended.err() + ended.out();
        assertTrue(
                said.contains("rohibit") || said.contains("Permission denied"), to + ": " + said);
    }

    private static boolean reaches(LabMesh mesh, String from, String address) {
        return mesh.lab().at(from).reaches(address, Duration.ofSeconds(2));
    }

    private static List<String> notices(PassResult result) {
        return result.plans().getLast().messages().notices().stream()
                .map(notice -> notice.what())
                .toList();
    }

    private void withoutRelay() throws IOException {
        change("relay=yes", "relay=no");
    }

    private void withRelay() throws IOException {
        change("relay=no", "relay=yes");
    }

    private void change(String from, String to) throws IOException {
        Path zone = folder.resolve("zones/example.com.zone");
        Files.writeString(zone, Files.readString(zone).replace(from, to));
    }
}
