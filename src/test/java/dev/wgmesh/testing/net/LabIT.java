package dev.wgmesh.testing.net;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lab itself: its connectivity, isolation and clean-up. */
@Execution(ExecutionMode.CONCURRENT)
class LabIT {
    /** A handshake that came before the other side knew the peer is tried again after 5 s. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(8);

    private static final Duration ONE_PING = Duration.ofSeconds(1);

    @Test
    void two_public_nodes_ping_each_other_through_the_tunnel() {
        try (Lab lab = Lab.of("mesh")) {
            ManualTunnel a = ManualTunnel.up(lab.at("node-a"), "10.0.0.1");
            ManualTunnel b = ManualTunnel.up(lab.at("node-b"), "10.0.0.2");
            a.peer(b, "203.0.113.202:51820");
            b.peer(a, "198.51.100.10:51820");
            assertTrue(a.node().reaches("10.0.0.2", HANDSHAKE), a::state);
            assertTrue(b.node().reaches("10.0.0.1", HANDSHAKE), b::state);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "persistent", "random"})
    void a_node_behind_nat_reaches_a_public_one_and_is_reached_back(String kind) {
        try (Lab lab = Lab.of("mesh")) {
            lab.at("home").nat(kind);
            ManualTunnel a = ManualTunnel.up(lab.at("node-a"), "10.0.0.1");
            ManualTunnel c = ManualTunnel.up(lab.at("node-c"), "10.0.0.3");
            a.peer(c, "");
            assertFalse(a.node().reaches("10.0.0.3", ONE_PING), "nobody has called yet");
            c.peer(a, "198.51.100.10:51820");
            assertTrue(c.node().reaches("10.0.0.1", HANDSHAKE), c::state);
            assertTrue(a.node().reaches("10.0.0.3", ONE_PING), a::state);
            String endpoint = a.node().exec("wg", "show", "wg0", "endpoints").requireSuccess();
            assertTrue(endpoint.contains("\t203.0.113.3:"), endpoint);
        }
    }

    @Test
    void two_nodes_on_one_lan_meet_at_their_lan_addresses() {
        try (Lab lab = Lab.of("mesh")) {
            ManualTunnel b = ManualTunnel.up(lab.at("node-b"), "10.0.0.2");
            ManualTunnel d = ManualTunnel.up(lab.at("node-d"), "10.0.0.4");
            b.peer(d, "192.168.1.4:51820");
            d.peer(b, "192.168.1.2:51820");
            assertTrue(b.node().reaches("10.0.0.4", HANDSHAKE), b::state);
            String endpoint = d.node().exec("wg", "show", "wg0", "endpoints").requireSuccess();
            assertTrue(endpoint.contains("\t192.168.1.2:51820"), endpoint);
        }
    }

    @Test
    void the_mesh_topology_has_the_ways_that_its_picture_shows() {
        List<String> targets =
                List.of(
                        "192.0.2.53",
                        "198.51.100.10",
                        "203.0.113.202",
                        "203.0.113.204",
                        "192.0.2.5",
                        "192.168.1.2",
                        "192.168.1.4",
                        "192.168.178.3",
                        "2001:db8:a::10",
                        "2001:db8:b::4");
        try (Lab lab = Lab.of("mesh")) {
            String ways =
                    Stream.of("node-a", "node-b", "node-c", "node-d", "node-e")
                            .map(name -> name + reached(lab.at(name), targets))
                            .collect(joining("\n"));
            // dns a b d e, b and d on their LAN, c behind NAT, a and d by IPv6
            assertEquals(
                    """
                    node-a + + + + + - - - + +
                    node-b + + + + + + + - + +
                    node-c + + + + + - - + - -
                    node-d + + + + + + + - + +
                    node-e + + + + + - - - + +\
                    """,
                    ways);
        }
    }

    @Test
    void two_labs_of_one_shape_run_at_once_and_do_not_hear_each_other() {
        try (Lab one = Lab.open();
                Lab other = Lab.open()) {
            one.net("wide", "198.51.100.0/24");
            other.net("wide", "198.51.100.0/24");
            LabNode here = one.node("node-a").attach("wide", "198.51.100.1").wireguard("wg0");
            LabNode there = other.node("node-a").attach("wide", "198.51.100.2").wireguard("wg0");
            assertFalse(here.reaches("198.51.100.2", ONE_PING));
            assertEquals("wg0", here.exec("wg", "show", "interfaces").requireSuccess().strip());
            other.close();
            assertTrue(here.reaches("198.51.100.1", ONE_PING));
            assertEquals(2, there.exec("true").exit(), "it went with its lab");
        }
    }

    @Test
    void a_node_has_nothing_of_the_machines_network() {
        try (Lab lab = Lab.open()) {
            lab.dns("192.0.2.53");
            LabNode alone = lab.node("alone");
            assertEquals("lo", alone.exec("ls", "/sys/class/net").requireSuccess().strip());
            assertEquals("", alone.exec("ip", "route").requireSuccess());
            assertEquals("lock mount wireguard", words(alone.exec("ls", "/run").requireSuccess()));
            assertEquals(
                    "nameserver 192.0.2.53\n",
                    alone.exec("cat", "/etc/resolv.conf").requireSuccess());
        }
    }

    @Test
    void a_command_in_a_node_has_its_input_its_exit_code_and_its_signals() {
        try (Lab lab = Lab.open()) {
            LabNode node = lab.node("node-a");
            try (RunningProcess cat =
                    node.startWith("one line\n", "sh", "-c", "cat; echo two >&2; exit 7")) {
                FinishedProcess ended = cat.end(Duration.ofSeconds(5));
                assertEquals("7 one line\ntwo\n", ended.exit() + " " + ended.out() + ended.err());
            }
            String caught = "trap 'echo hup' HUP; echo ready; while :; do sleep 0.1; done";
            try (RunningProcess loop = node.start("sh", "-c", caught)) {
                loop.await(Duration.ofSeconds(5), said -> said.out().contains("ready"));
                loop.signal("HUP");
                loop.await(Duration.ofSeconds(5), said -> said.out().contains("hup"));
                assertEquals(128 + 15, loop.stop().exit());
            }
        }
    }

    @Test
    void the_end_leaves_no_process_no_mount_and_no_namespace() throws IOException {
        Lab lab = Lab.of("mesh");
        LabNode a = lab.at("node-a").wireguard("wg0");
        String deaf = "trap '' TERM; echo ready; while :; do sleep 0.1; done";
        try (RunningProcess nameless = a.start("env", "-i", "/bin/sh", "-c", deaf)) {
            nameless.await(Duration.ofSeconds(5), said -> said.out().contains("ready"));
            assertTrue(ProcessTable.of(lab.folder()).size() > 10);
            lab.close();
            assertFalse(nameless.alive());
        }
        assertNothingLeft(lab.folder());
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 80, 150, 300, 500})
    void a_lab_whose_maker_was_killed_ends_by_its_folder(int millis) throws Exception {
        Path folder = Files.createTempDirectory("netlab");
        String lab = "scripts/netlab up \"$1\" && scripts/netlab topology \"$1\" mesh";
        String make = lab + " && exec sleep 60";
        List<String> maker = List.of("setsid", "sh", "-c", make, "sh", folder.toString());
        try (RunningProcess making = RunningProcess.start(maker, "")) {
            Thread.sleep(millis);
            making.signal("KILL");
            // The shell ends at once; what it was waiting for may be half-way through a step. Of a
            // step that has made nothing yet, nobody could tell that it will.
            awaitFileOrEnd(folder.resolve("netlab"), making.pid());
            List<String> down = List.of("scripts/netlab", "down", folder.toString());
            try (RunningProcess ending = RunningProcess.start(down, "")) {
                ending.end(Duration.ofSeconds(60)).requireSuccess();
            }
        }
        assertNothingLeft(folder);
    }

    @Test
    void fifty_nodes_come_up_in_seconds() {
        long start = System.nanoTime();
        try (Lab lab = Lab.open()) {
            lab.net("wide", "198.51.100.0/24");
            List<LabNode> nodes =
                    IntStream.rangeClosed(1, 50)
                            .mapToObj(i -> lab.node("n" + i).attach("wide", "198.51.100." + i))
                            .toList();
            long attached = System.nanoTime();
            nodes.forEach(node -> node.wireguard("wg0"));
            long ready = System.nanoTime();
            assertTrue(nodes.getLast().reaches("198.51.100.1", ONE_PING));
            lab.close();
            System.err.printf(
                    "50 nodes: %.1f s, with WireGuard %.1f s more, down %.1f s%n",
                    (attached - start) / 1e9,
                    (ready - attached) / 1e9,
                    (System.nanoTime() - ready) / 1e9);
        }
    }

    /** Waits until the file exists, or no process of the group is left that could create it. */
    private static void awaitFileOrEnd(Path file, long group) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!Files.exists(file) && hasProcess(group) && System.nanoTime() < end) {
            Thread.sleep(10);
        }
    }

    private static boolean hasProcess(long group) {
        List<String> ask = List.of("kill", "-0", "--", "-" + group);
        try (RunningProcess kill = RunningProcess.start(ask, "")) {
            return kill.end(Duration.ofSeconds(5)).exit() == 0;
        }
    }

    /** A mark for each target, all asked at once. */
    private static String reached(LabNode node, List<String> targets) {
        List<RunningProcess> pings =
                targets.stream().map(t -> node.start("ping", "-c", "1", "-W", "1", t)).toList();
        return pings.stream().map(LabIT::mark).collect(joining());
    }

    private static String mark(RunningProcess ping) {
        try (ping) {
            return ping.end(Duration.ofSeconds(10)).exit() == 0 ? " +" : " -";
        }
    }

    private static String words(String lines) {
        return lines.strip().replace('\n', ' ');
    }

    private static void assertNothingLeft(Path folder) throws IOException {
        assertEquals(List.of(), ProcessTable.of(folder));
        assertFalse(Files.exists(folder));
        assertFalse(Files.readString(Path.of("/proc/mounts")).contains(folder.toString()));
    }
}
