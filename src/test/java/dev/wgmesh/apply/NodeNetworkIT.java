package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the routes, sysctls and link state of a real node change in what apply does. */
@Execution(ExecutionMode.CONCURRENT)
class NodeNetworkIT {
    @TempDir Path folder;

    @Test
    void an_ipv6_only_node_with_a_container_bridge_calls_over_ipv6() throws Exception {
        String records =
                """
                node-a AAAA 2001:db8:1::a
                node-b A 203.0.113.2
                node-b AAAA 2001:db8:1::b
                """;
        try (var mesh = new LabMesh(Lab.open(), folder, records, "node-a", "node-b")) {
            mesh.lab().net("public", "2001:db8:1::/64");
            for (String node : List.of("node-a", "node-b")) {
                String address = "2001:db8:1::" + node.substring(5);
                mesh.lab().node(node).attach("public", address, "--default", "2001:db8:1::1");
            }
            mesh.shell(
                    "node-a",
                    """
                    ip link add cni0 type bridge
                    ip addr add 10.42.0.1/24 dev cni0
                    ip link set cni0 up
                    """);
            mesh.apply("node-a");
            mesh.apply("node-b");
            assertEquals(List.of("[2001:db8:1::b]:51820"), mesh.endpoints("node-a"));
            mesh.assertPings("node-a", "node-b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "lan"})
    void with_a_strict_reverse_path_filter_no_packet_is_lost_to_an_end_that_has_no_direct_path(
            String strict) throws Exception {
        try (LabMesh mesh = neighbours()) {
            for (String node : List.of("node-a", "node-b")) {
                rpFilter(mesh, node, strict, 1);
            }
            for (int round = 0; round < 2; round++) {
                mesh.apply("node-a");
                mesh.apply("node-b", Optional.of(PathMode.TUNNEL));
            }
            mesh.apply("node-a");
            assertAcceptsBoth(mesh);
            mesh.assertPings("node-a", "node-b");
            mesh.assertPings("node-b", "node-a");
        }
    }

    /** The route of node-a to node-b leads into the tunnel, and names the neighbour, too. */
    private static void assertAcceptsBoth(LabMesh mesh) {
        String route = mesh.shell("node-a", "ip route show " + mesh.address("node-b"));
        assertTrue(route.contains("nexthop dev wg0 weight 256"), route);
        assertTrue(route.contains("nexthop via 192.168.1.2 dev lan weight 1"), route);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "lan"})
    void beside_a_strict_node_a_loose_one_switches_between_tunnel_and_lan_without_a_lost_packet(
            String strict) throws Exception {
        try (LabMesh mesh = neighbours()) {
            rpFilter(mesh, "node-a", strict, 1);
            for (int round = 0; round < 2; round++) {
                mesh.apply("node-a");
                mesh.apply("node-b", Optional.of(PathMode.TUNNEL));
            }
            assertAcceptsBoth(mesh);
            assertTrue(mesh.apply("node-a").last().changes().isEmpty(), "a settled pass");
            try (RunningProcess there = pings(mesh, "node-a", mesh.address("node-b"));
                    RunningProcess back = pings(mesh, "node-b", mesh.address("node-a"))) {
                mesh.apply("node-b");
                assertTrue(mesh.route("node-b", "node-a").contains(" dev lan "));
                mesh.apply("node-a");
                mesh.apply("node-b", Optional.of(PathMode.TUNNEL));
                assertTrue(mesh.route("node-b", "node-a").contains(" dev wg0 "));
                mesh.apply("node-b");
                for (RunningProcess pings : List.of(there, back)) {
                    String said = pings.end(Duration.ofSeconds(60)).requireSuccess();
                    assertTrue(said.contains(" 0% packet loss"), said);
                }
            }
        }
    }

    /** Sends 80 pings, ten a second. */
    private static RunningProcess pings(LabMesh mesh, String from, String address) {
        return mesh.lab().at(from).start("ping", "-n", "-q", "-i", "0.1", "-c", "80", address);
    }

    @Test
    void with_a_loose_reverse_path_filter_the_path_is_direct() throws Exception {
        try (LabMesh mesh = neighbours()) {
            for (String node : List.of("node-a", "node-b")) {
                rpFilter(mesh, node, "all", 1);
                rpFilter(mesh, node, "lan", 2);
            }
            for (int round = 0; round < 2; round++) {
                mesh.apply("node-a");
                mesh.apply("node-b", Optional.of(PathMode.TUNNEL));
                rpFilter(mesh, "node-a", "wg0", 2);
                rpFilter(mesh, "node-b", "wg0", 2);
            }
            mesh.apply("node-a");
            assertTrue(mesh.route("node-a", "node-b").contains(" dev lan "));
            mesh.assertPings("node-a", "node-b");
            mesh.assertPings("node-b", "node-a");
        }
    }

    private static void rpFilter(LabMesh mesh, String node, String device, int value) {
        mesh.shell(node, "echo " + value + " > /proc/sys/net/ipv4/conf/" + device + "/rp_filter");
    }

    @Test
    void an_interface_that_was_set_down_works_again_after_one_pass() throws Exception {
        try (LabMesh mesh = neighbours()) {
            mesh.apply("node-a");
            mesh.apply("node-b");
            mesh.assertPings("node-a", "node-b");
            mesh.shell("node-a", "ip link set wg0 down");
            mesh.apply("node-a");
            mesh.assertPings("node-a", "node-b");
            assertTrue(mesh.apply("node-a").last().changes().isEmpty());
        }
    }

    private static PassOptions at(long table, long metric) {
        return new PassOptions(
                        Optional.of(PathMode.TUNNEL),
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        false,
                        false)
                .withRoutes(new RoutePlace(table, metric));
    }

    @Test
    void routes_in_another_table_are_used_by_a_rule_and_move_without_a_lost_packet()
            throws Exception {
        String records =
                """
                _policy._p2p TXT "pool=fd00::/64"
                _wireguard.node-a AAAA fd00::1
                _wireguard.node-b AAAA fd00::2
                """;
        try (LabMesh mesh = neighbours(records)) {
            mesh.apply("node-b", Optional.of(PathMode.TUNNEL));
            mesh.shell(
                    "node-a",
                    """
                    ip route add 10.0.0.2 via 192.168.1.254 proto static
                    ip -6 route add blackhole fd00::2 proto static
                    for table in 100 200; do
                        ip rule add pref $table lookup $table
                        ip -6 rule add pref $table lookup $table
                    done
                    """);
            String main = "ip -4 route show proto static; ip -6 route show proto static";
            String foreign = mesh.shell("node-a", main);
            assertEquals(List.of(), mesh.apply("node-a", at(100, 50)).problems());
            mesh.assertPings("node-a", "node-b");
            mesh.shell("node-a", "ping -c 1 -W 2 fd00::2");
            assertEquals(List.of(), mesh.apply("node-a", at(100, 50)).last().changes());
            assertEquals(
                    """
                    10.0.0.2 dev wg0 proto 87 scope link metric 50
                    fd00::2 dev wg0 proto 87 metric 50 pref medium
                    """,
                    routes(mesh, "table 100"));
            try (RunningProcess four = pings(mesh, "node-a", "10.0.0.2");
                    RunningProcess six = pings(mesh, "node-a", "fd00::2")) {
                mesh.apply("node-a", at(200, 0));
                mesh.apply("node-a", at(200, 7));
                for (RunningProcess pings : List.of(four, six)) {
                    String said = pings.end(Duration.ofSeconds(60)).requireSuccess();
                    assertTrue(said.contains(" 0% packet loss"), said);
                }
            }
            assertEquals("", routes(mesh, "table 100"));
            assertEquals(
                    """
                    10.0.0.2 dev wg0 proto 87 scope link metric 7
                    fd00::2 dev wg0 proto 87 metric 7 pref medium
                    """,
                    routes(mesh, "table 200"));
            mesh.down("node-a");
            assertEquals("", routes(mesh, "table 200"));
            assertEquals(foreign, mesh.shell("node-a", main));
        }
    }

    /** Returns the routes in words, without spaces at the ends of the lines. */
    private static String routes(LabMesh mesh, String which) {
        String both = "ip -4 route show %1$s || true; ip -6 route show %1$s || true";
        return mesh.shell("node-a", "{ " + both.formatted(which) + "; } 2>/dev/null")
                .replaceAll(" +\n", "\n");
    }

    /** Two nodes on one LAN, {@code lan}. */
    private LabMesh neighbours() throws IOException {
        return neighbours("");
    }

    private LabMesh neighbours(String records) throws IOException {
        var mesh =
                new LabMesh(
                        Lab.open(),
                        folder,
                        "node-a A 192.168.1.1\nnode-b A 192.168.1.2\n" + records,
                        "node-a",
                        "node-b");
        mesh.lab().net("lan", "192.168.1.0/24");
        mesh.lab().node("node-a").attach("lan", "192.168.1.1", "--default", "192.168.1.254");
        mesh.lab().node("node-b").attach("lan", "192.168.1.2", "--default", "192.168.1.254");
        return mesh;
    }

    @Test
    void an_endpoint_that_cannot_be_sent_to_is_left_although_no_octet_was_sent() throws Exception {
        String records =
                """
                node-a AAAA 2001:db8:1::a
                node-b A 203.0.113.2
                node-b AAAA 2001:db8:1::b
                """;
        try (var mesh = new LabMesh(Lab.open(), folder, records, "node-a", "node-b")) {
            mesh.lab().net("public", "198.51.100.0/24", "2001:db8:1::/64");
            mesh.lab()
                    .node("node-a")
                    .attach(
                            "public",
                            "198.51.100.1",
                            "2001:db8:1::a",
                            "--default",
                            "198.51.100.9",
                            "--default",
                            "2001:db8:1::1");
            mesh.lab().node("node-b").attach("public", "2001:db8:1::b");
            mesh.apply("node-a");
            mesh.apply("node-b");
            assertEquals(List.of("203.0.113.2:51820"), mesh.endpoints("node-a"));
            mesh.shell("node-a", "ip route del default; ! ping -c 1 -W 1 10.0.0.2");
            assertTrue(mesh.shell("node-a", "wg show wg0 transfer").endsWith("\t0\t0\n"));
            mesh.apply("node-a");
            assertEquals(List.of("[2001:db8:1::b]:51820"), mesh.endpoints("node-a"));
            mesh.assertPings("node-a", "node-b");
        }
    }
}
