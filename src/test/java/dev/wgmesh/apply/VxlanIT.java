package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.PathMode;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.PingLoss;
import dev.wgmesh.testing.net.RunningProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Flannel's VXLAN over the interface of a mesh, as k3s makes it: three nodes, of which b and d
 * share a LAN, and packets as large as the VXLAN carries.
 */
@Execution(ExecutionMode.CONCURRENT)
class VxlanIT {
    private static final List<String> NODES = List.of("node-a", "node-b", "node-d");

    /** Octets of Ethernet, VXLAN, UDP and IPv4 around a packet: 14 + 8 + 8 + 20. */
    private static final int OVERHEAD = 50;

    @TempDir Path folder;
    private LabMesh mesh;

    @BeforeEach
    void up() throws Exception {
        String records =
                """
                node-a A 198.51.100.10
                node-b A 192.168.1.2
                node-b A 203.0.113.202
                node-d A 192.168.1.4
                node-d A 203.0.113.204
                """;
        mesh = new LabMesh(Lab.of("mesh"), folder, records, "node-a", "node-b", "node-d");
        for (String name : NODES) {
            mesh.apply(name);
        }
        mesh.assertPings("node-b", "node-a");
        mesh.assertPings("node-b", "node-d");
        mesh.assertPings("node-d", "node-a");
        NODES.forEach(this::vxlan);
    }

    @AfterEach
    void end() {
        mesh.close();
    }

    private static String pods(String name) {
        return "10.42." + NODES.indexOf(name) + ".0";
    }

    /** Makes flannel.1 with neighbours, forwarding entries and routes, as flannel does. */
    private void vxlan(String name) {
        int mtu = mtu(name, "wg0") - OVERHEAD;
        var lines = new StringBuilder();
        lines.append(
                """
                ip link add flannel.1 address %s type vxlan id 1 dev wg0 local %s dstport 8472\
                 nolearning
                ip link set flannel.1 mtu %d up
                ip addr add %s/32 dev flannel.1
                """
                        .formatted(mac(name), mesh.address(name), mtu, pods(name)));
        for (String other : NODES) {
            if (!other.equals(name)) {
                lines.append(
                        """
                        ip neigh add %1$s dev flannel.1 lladdr %2$s nud permanent
                        bridge fdb add %2$s dev flannel.1 dst %3$s
                        ip route add %1$s/24 via %1$s dev flannel.1 onlink
                        """
                                .formatted(pods(other), mac(other), mesh.address(other)));
            }
        }
        mesh.shell(name, lines.toString());
    }

    private static String mac(String name) {
        return "02:00:00:00:00:0" + NODES.indexOf(name);
    }

    private int mtu(String name, String device) {
        return Integer.parseInt(mesh.shell(name, "cat /sys/class/net/" + device + "/mtu").strip());
    }

    /** Sends packets of the size of the VXLAN, which nobody may fragment, between all pairs. */
    private void assertFullSize(String when) {
        for (String from : NODES) {
            int size = mtu(from, "flannel.1") - 28;
            for (String to : NODES) {
                if (!from.equals(to)) {
                    String ping =
                            "ping -n -q -c 3 -i 0.2 -W 2 -M do -s %d %s".formatted(size, pods(to));
                    String said = mesh.shell(from, ping + " 2>&1 || true");
                    assertTrue(said.contains(" 3 received"), when + ": " + from + " " + to + said);
                    assertFalse(fits(from, size + 1, to), when + ": larger than the MTU");
                }
            }
        }
    }

    private boolean fits(String from, int size, String to) {
        String ping = "ping -n -q -c 1 -W 1 -M do -s %d %s".formatted(size, pods(to));
        return mesh.lab().at(from).exec("sh", "-c", ping).exit() == 0;
    }

    private boolean isDirect() {
        return !mesh.route("node-b", "node-d").contains("dev wg0")
                && !mesh.route("node-d", "node-b").contains("dev wg0");
    }

    private void switchTo(PathMode mode) throws InterruptedException {
        for (int round = 0; round < 2; round++) {
            mesh.apply("node-b", Optional.of(mode));
            mesh.apply("node-d", Optional.of(mode));
        }
    }

    @Test
    void packets_of_full_size_pass_also_while_two_nodes_switch_between_lan_and_tunnel()
            throws Exception {
        assertEquals(1420, mtu("node-b", "wg0"));
        assertEquals(1370, mtu("node-b", "flannel.1"));
        String ping = "ping -n -i 0.1 -M do -s 1342 " + pods("node-d");
        try (RunningProcess pings = mesh.lab().at("node-b").start("sh", "-c", "exec " + ping)) {
            switchTo(PathMode.TUNNEL);
            assertFalse(isDirect());
            assertFullSize("through the tunnel");
            switchTo(PathMode.AUTO);
            assertTrue(isDirect(), mesh.route("node-b", "node-d"));
            assertFullSize("on the LAN");
            switchTo(PathMode.TUNNEL);
            assertFalse(isDirect());
            assertFullSize("through the tunnel again");
            PingLoss.assertNone(pings);
        }
    }
}
