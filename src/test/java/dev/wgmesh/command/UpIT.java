package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.net.FinishedProcess;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.PingLoss;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * {@code up} by the launcher, in nodes that have nothing: a mesh of a public node and one of a LAN.
 */
@Execution(ExecutionMode.CONCURRENT)
class UpIT {
    private static final String MESH = "_p2p.example.com";
    private static final String LAUNCHER = Path.of("scripts/wg-mesh").toAbsolutePath().toString();
    private static final Duration START = Duration.ofSeconds(60);
    private static final String ZONE =
            """
            $ORIGIN example.com.
            $TTL 300
            @ SOA ns1 hostmaster 1 3600 900 604800 60
            @ NS ns1
            ns1 A 192.0.2.53
            _policy._p2p TXT "pool=10.0.0.0/24"
            """;

    @TempDir Path folder;
    private Lab lab;
    private RunningProcess serve;

    @BeforeEach
    void an_empty_mesh_is_served() throws IOException {
        lab = Lab.of("mesh");
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(folder.resolve("zones/example.com.zone"), ZONE);
        Files.createFile(
                folder.resolve("tsig"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                folder.resolve("tsig"),
                "hmac-sha256:lab:c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U=\n");
        serve =
                lab.at("dns")
                        .start(
                                LAUNCHER,
                                "serve",
                                folder.resolve("zones").toString(),
                                "--listen",
                                "192.0.2.53:53",
                                "--tsig-key-file",
                                tsig());
        serve.await(START, said -> said.out().contains("192.0.2.53"));
    }

    @AfterEach
    void end() {
        lab.close();
        serve.close();
    }

    private String tsig() {
        return folder.resolve("tsig").toString();
    }

    /** Returns the command of a node that may write the zone, or may only read it. */
    private String[] words(String node, boolean writes, String... more) {
        var words = new ArrayList<>(List.of(LAUNCHER, "up", MESH, node + ".example.com"));
        words.addAll(List.of("--key", folder.resolve(node + ".key").toString()));
        words.addAll(List.of("--state-dir", folder.resolve("state-" + node).toString()));
        if (writes) {
            words.addAll(List.of("--server", "192.0.2.53", "--tsig-key-file", tsig()));
        }
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private FinishedProcess up(String node, String... more) {
        return lab.at(node).exec(START, words(node, true, more));
    }

    private void assertPings(String from, String address) {
        assertTrue(
                lab.at(from).reaches(address, Duration.ofSeconds(20)),
                () -> from + "\n" + lab.at(from).exec("sh", "-c", "wg show; ip route").out());
    }

    private String everything(String node) {
        String state = "ip -o addr | grep -v fe80; ip route; wg show wg0 allowed-ips";
        return lab.at(node).exec("sh", "-c", state).out() + records();
    }

    private String records() {
        String all = "dig +noall +answer @192.0.2.53 _p2p.example.com TXT example.com SOA";
        return lab.at("dns").exec(all.split(" ")).requireSuccess();
    }

    @Test
    void nodes_that_have_nothing_become_a_mesh_and_a_second_run_changes_nothing() throws Exception {
        up("node-a", "--endpoint", "198.51.100.10").requireSuccess();
        String joined = up("node-c", "--nat", "yes").requireSuccess();
        assertTrue(joined.contains("member: node-c.example.com joined " + MESH), joined);
        assertTrue(joined.contains("interface: wg0 configured"), joined);
        String again = up("node-a").requireSuccess();
        assertTrue(again.contains("+ peer node-c.example.com"), again);
        assertPings("node-c", "10.0.0.1");
        String before = everything("node-a");
        try (RunningProcess ping = lab.at("node-c").start("ping", "-i", "0.2", "10.0.0.1")) {
            String settled = up("node-a", "--endpoint", "198.51.100.10").requireSuccess();
            assertTrue(settled.contains("\nnothing changed\n"), settled);
            PingLoss.assertNone(ping);
        }
        assertEquals(before, everything("node-a"));
    }

    @Test
    void a_node_that_cannot_write_the_zone_prints_the_command_that_makes_it_a_member() {
        String[] up = words("node-a", false, "--endpoint", "198.51.100.10");
        FinishedProcess asked = lab.at("node-a").exec(START, up);
        assertEquals(1, asked.exit(), asked.toString());
        String join =
                asked.out()
                        .lines()
                        .filter(line -> line.startsWith("wg-mesh join "))
                        .findFirst()
                        .get();
        var words = new ArrayList<>(List.of(join.split(" ")));
        words.set(0, LAUNCHER);
        words.addAll(List.of("--server", "192.0.2.53", "--tsig-key-file", tsig()));
        words.addAll(List.of("--state-dir", folder.resolve("state-admin").toString()));
        lab.at("dns").exec(START, words.toArray(String[]::new)).requireSuccess();
        String done = lab.at("node-a").exec(START, words("node-a", false)).requireSuccess();
        assertTrue(done.contains("member: node-a.example.com is a member of"), done);
        assertTrue(done.contains("+ interface wg0"), done);
    }

    /** Ctrl-C after each line that a run prints, and while no name server answers. */
    @Test
    void a_run_that_is_interrupted_anywhere_is_completed_by_the_next() {
        lab.at("dns").exec("ip", "link", "set", "hosting", "down").requireSuccess();
        interrupt("");
        lab.at("dns").exec("ip", "link", "set", "hosting", "up").requireSuccess();
        lab.at("dns")
                .exec("ip", "route", "replace", "default", "via", "192.0.2.1")
                .requireSuccess();
        interrupt("key:");
        interrupt("member:");
        interrupt("+ interface");
        up("node-a", "--endpoint", "198.51.100.10").requireSuccess();
        String settled = up("node-a").requireSuccess();
        assertTrue(settled.contains("\nnothing changed\n"), settled);
        assertEquals(1, records().lines().filter(line -> line.contains("TXT")).count(), records());
        assertEquals(
                "10.0.0.1/32\n",
                lab.at("node-a")
                        .exec("sh", "-c", "ip -o addr show wg0 | awk '$3 == \"inet\" { print $4 }'")
                        .out());
    }

    /** Sends SIGINT when the line is there; the run may have ended before the signal arrives. */
    private void interrupt(String line) {
        String[] words = words("node-a", true, "--endpoint", "198.51.100.10", "-v");
        try (RunningProcess running = lab.at("node-a").start(words)) {
            running.await(START, said -> said.out().contains(line) && !said.err().isEmpty());
            running.signal("INT");
            int exit = running.end(START).exit();
            assertTrue(exit == 130 || exit == 0, running.outputSoFar().toString());
        }
    }
}
