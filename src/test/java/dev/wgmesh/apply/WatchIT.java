package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.MainProcess;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.LabNode;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node on {@code apply --watch} whose next reading is minutes away: what others take from it is
 * back at once.
 */
class WatchIT {
    private static final Duration START = Duration.ofSeconds(20);
    private static final String ROUTES = "ip route show proto 87; ip -6 route show proto 87";
    private static final String STATE =
            "ip -o addr show dev wg0 scope global | sed 's/^[0-9]*: //'; " + ROUTES;

    /**
     * Waits for the words to succeed, for 10 s, or longer on a busy machine: each look counts. On
     * an idle one it takes less than 2 s.
     */
    private static final String SOON =
            "i=0; until %s; do i=$((i+1)); [ $i -lt 100 ] || exit 1; sleep 0.1; done";

    private static final int KILLS = 12;

    /** A start, and the first pass: on an idle machine. */
    private static final int LONGEST_START_MILLIS = 1000;

    @TempDir Path folder;
    private LabMesh mesh;
    private LabNode node;
    private RunningProcess watch;

    @BeforeEach
    void watching() throws Exception {
        Lab lab = Lab.open();
        lab.net("public", "198.51.100.0/24", "2001:db8:a::/64");
        for (int i = 1; i <= 2; i++) {
            lab.node(i == 1 ? "node-a" : "node-b")
                    .attach("public", "198.51.100.1" + i, "2001:db8:a::1" + i);
        }
        mesh =
                new LabMesh(
                        lab,
                        folder,
                        """
                        _policy._p2p TXT "pool=fd00::/64"
                        node-a A 198.51.100.11
                        node-b A 198.51.100.12
                        _wireguard.node-a AAAA fd00::1
                        _wireguard.node-b AAAA fd00::2
                        """,
                        "node-a",
                        "node-b");
        mesh.apply("node-b");
        node = lab.at("node-a");
        Path key = folder.resolve("wg0.key");
        Files.createFile(
                key,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, mesh.key("node-a").reveal() + "\n");
        watch = watch(key);
        watch.await(START, said -> said.out().contains("+ route fd00::2"));
        mesh.shell("node-a", SOON.formatted("ping -n -c 1 -W 1 10.0.0.2 >/dev/null"));
        watch.await(START, said -> said.err().contains("in sync with DNS"));
    }

    /** {@link VirtualNodeExhaustive} kills more processes, between any two changes. */
    @Test
    void a_process_killed_at_any_moment_loses_no_session_and_the_next_one_finishes_its_work()
            throws Exception {
        String before = state();
        long received = received();
        var random = new Random(11);
        for (int i = 0; i < KILLS; i++) {
            watch.signal("KILL");
            mesh.shell("node-a", "ip route flush proto 87; ip -6 route flush proto 87");
            watch = watch(folder.resolve("wg0.key"));
            Thread.sleep(random.nextInt(LONGEST_START_MILLIS));
        }
        watch.await(START, said -> said.err().contains("in sync with DNS"));
        assertEquals(before, state(), () -> watch.outputSoFar().toString());
        assertTrue(received() >= received, "the counters of a peer that was made again begin at 0");
        mesh.assertPings("node-a", "node-b");
    }

    private long received() {
        return Long.parseLong(mesh.shell("node-a", "wg show wg0 transfer").split("\t")[1]);
    }

    private RunningProcess watch(Path key) {
        String[] command =
                new MainProcess(folder)
                        .commandLine(
                                "apply",
                                "--watch",
                                "_p2p.example.com",
                                "--zones",
                                folder.resolve("zones").toString(),
                                "--key",
                                key.toString(),
                                "--state-dir",
                                folder.resolve("state").toString())
                        .toArray(String[]::new);
        return node.start(command);
    }

    @AfterEach
    void end() {
        mesh.close();
        watch.close();
    }

    private String state() {
        return mesh.shell("node-a", STATE);
    }

    /** Lets a hand break something; it must be as before soon. */
    private void assertMended(String before, String broken) throws IOException {
        Path wanted = folder.resolve("wanted");
        Files.writeString(wanted, before);
        String now = "(%s) | diff - %s >/dev/null".formatted(STATE, wanted);
        mesh.shell("node-a", broken);
        assertEquals(
                0,
                node.exec("sh", "-c", SOON.formatted(now)).exit(),
                () -> broken + ":\n" + state() + watch.outputSoFar());
    }

    /**
     * Neither end has anything to send, and no keepalive: both are public, and WireGuard has
     * answered the last data after 10 s.
     */
    @Test
    void a_peer_learns_at_once_where_a_node_is_that_moved() {
        mesh.shell(
                "node-a",
                """
                sleep 12
                ip addr del 198.51.100.11/24 dev public
                ip addr add 198.51.100.21/24 dev public
                """);
        mesh.shell(
                "node-b", SOON.formatted("wg show wg0 endpoints | grep -q '198.51.100.21:51820'"));
    }

    @Test
    void what_a_hand_removes_is_back_at_once() throws Exception {
        String before = state();
        assertTrue(before.contains("10.0.0.2 dev wg0"), before);
        assertTrue(before.contains("fd00::2 dev wg0"), before);
        assertMended(before, "ip route del 10.0.0.2/32");
        assertMended(before, "ip -6 route del fd00::2/128");
        // as systemd-networkd does at its start
        assertMended(before, "ip route flush proto 87; ip -6 route flush proto 87");
        assertMended(before, "ip link set wg0 down");
        assertMended(before, "ip addr del 10.0.0.1/32 dev wg0");
    }

    @Test
    void an_interface_that_is_deleted_or_whose_wireguard_go_dies_is_made_again() throws Exception {
        String before = state();
        assertMended(before, "ip link del wg0");
        watch.await(START, said -> said.out().split("\\+ interface wg0", -1).length == 3);
        mesh.assertPings("node-a", "node-b");
        assertMended(before, "kill -9 $(pgrep -f '[w]ireguard-go wg0$' -n --ns $$ --nslist net)");
        watch.await(START, said -> said.out().split("\\+ interface wg0", -1).length == 4);
        mesh.assertPings("node-a", "node-b");
    }

    @Test
    void a_program_that_removes_a_route_again_and_again_gets_fewer_and_fewer_answers() {
        String fight =
                "end=$(($(date +%s) + 6)); while [ $(date +%s) -lt $end ]; do"
                        + " ip route del 10.0.0.2/32 2>/dev/null; sleep 0.05; done";
        node.exec("sh", "-c", fight);
        int answers = watch.outputSoFar().out().split("\\+ route 10.0.0.2", -1).length - 2;
        assertTrue(answers >= 2 && answers <= 8, () -> watch.outputSoFar().toString());
    }

    @Test
    void the_monitor_ends_with_the_process_even_if_that_is_killed() {
        String monitors = "pgrep -c -f '^ip -N -o monitor' --ns $$ --nslist net || true";
        assertEquals("1", mesh.shell("node-a", monitors).strip());
        watch.signal("KILL");
        mesh.shell("node-a", SOON.formatted("[ $(" + monitors + ") = 0 ]"));
    }
}
