package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.net.FinishedProcess;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.LabNode;
import dev.wgmesh.testing.net.PingLoss;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The commands of a node by the launcher, each in a namespace of its own, with {@code serve} as the
 * name server of all: a public, b and d on one LAN, c behind NAT.
 */
@Execution(ExecutionMode.CONCURRENT)
class NodeCommandsIT {
    private static final String MESH = "_p2p.example.com";
    private static final String LAUNCHER = Path.of("scripts/wg-mesh").toAbsolutePath().toString();
    private static final Duration PING = Duration.ofSeconds(15);

    /** Sooner than any interval or time-out of a node, on a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Duration START = Duration.ofSeconds(20);
    private static final String EVERYTHING =
            "(ip -o addr; ip route; ip -6 route) | grep -v fe80;"
                    + " (wg show wg0 allowed-ips; wg show wg0 endpoints) 2>&1 | sort";

    @TempDir Path folder;
    private final Map<String, PrivateKey> keys = new TreeMap<>();
    private final Map<String, String> records = new TreeMap<>();
    private Lab lab;
    private RunningProcess serve;

    @BeforeEach
    void served() throws IOException {
        lab = Lab.of("mesh");
        Files.createDirectory(folder.resolve("zones"));
        member("node-a.example.com", "10.0.0.1", "@ A 198.51.100.10");
        member("node-b.example.com", "10.0.0.2", "@ A 192.168.1.2", "@ A 203.0.113.202");
        member("node-c.example.net", "10.0.0.3", "_meta._wireguard.@ TXT \"nat=yes\"");
        write("node-a.example.com", "node-b.example.com", "node-c.example.net");
        serve = serve();
    }

    @AfterEach
    void end() {
        // first: it ends every process of the lab, also where the server did not start
        lab.close();
        serve.close();
    }

    private RunningProcess serve() {
        String zones = folder.resolve("zones").toString();
        RunningProcess server =
                lab.at("dns").start(LAUNCHER, "serve", zones, "--listen", "192.0.2.53:53");
        server.await(START, said -> said.out().contains("192.0.2.53"));
        return server;
    }

    /** Its key file, and its records: {@code @} is its host name. */
    private void member(String host, String address, String... lines) throws IOException {
        PrivateKey key = PrivateKey.generate(new SecureRandom());
        keys.put(host, key);
        Path file = folder.resolve(host + ".key");
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, key.reveal() + "\n");
        var text = new StringBuilder();
        text.append("_wireguard.%s. TXT \"%s\"\n".formatted(host, key.publicKey()));
        text.append("_wireguard.%s. A %s\n".formatted(host, address));
        Arrays.stream(lines).forEach(l -> text.append(l.replace("@", host + ".")).append('\n'));
        records.put(host, text.toString());
    }

    private void write(String... listed) throws IOException {
        for (String zone : List.of("example.com", "example.net")) {
            var text = new StringBuilder();
            text.append("$ORIGIN %s.\n$TTL 300\n".formatted(zone));
            text.append("@ SOA ns1 hostmaster 1 3600 900 604800 60\n@ NS ns1\nns1 A 192.0.2.53\n");
            if (zone.equals("example.com")) {
                text.append("_policy._p2p TXT \"pool=10.0.0.0/24\"\n");
                Arrays.stream(listed).forEach(h -> text.append("_p2p TXT \"" + h + "\"\n"));
            }
            records.forEach((host, lines) -> text.append(host.endsWith(zone) ? lines : ""));
            Path file = folder.resolve("zones/" + zone + ".zone");
            Files.writeString(file.resolveSibling(zone + ".new"), text);
            Files.move(
                    file.resolveSibling(zone + ".new"),
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String host(String name) {
        return name + (name.equals("node-c") ? ".example.net" : ".example.com");
    }

    private String key(String name) {
        return folder.resolve(host(name) + ".key").toString();
    }

    private String publicKey(String name) {
        PrivateKey key = keys.get(host(name));
        return key == null ? "none" : key.publicKey().base64();
    }

    private String[] words(String name, String... words) {
        var all = new ArrayList<>(List.of(LAUNCHER));
        all.addAll(List.of(words));
        all.addAll(List.of("--state-dir", folder.resolve("state-" + name).toString()));
        return all.toArray(String[]::new);
    }

    private FinishedProcess run(String name, String... words) {
        return lab.at(name).exec(words(name, words));
    }

    private FinishedProcess apply(String name, String... more) {
        var words = new ArrayList<>(List.of("apply", MESH, "--key", key(name)));
        words.addAll(List.of(more));
        return run(name, words.toArray(String[]::new));
    }

    private void assertPings(String from, String address) {
        assertTrue(
                lab.at(from).reaches(address, PING),
                () -> from + "\n" + lab.at(from).exec("sh", "-c", "wg show; ip route").out());
    }

    private String everything(String name) {
        return lab.at(name).exec("sh", "-c", EVERYTHING).out();
    }

    /** Waits until the server has read its files anew: until dig says so. */
    private void awaitServed(String question) {
        String loop = "until dig @192.0.2.53 " + question + "; do sleep 0.1; done";
        lab.at("node-a").exec("sh", "-c", loop).requireSuccess();
    }

    @Test
    void a_mesh_alone_goes_on_until_it_is_stopped_and_runs_again_on_a_signal() throws Exception {
        LabNode a = lab.at("node-a");
        try (RunningProcess watch = a.start(words("node-a", MESH, "--key", key("node-a"), "-v"))) {
            watch.await(START, said -> said.out().contains("+ peer"));
            apply("node-b").requireSuccess();
            assertPings("node-b", "10.0.0.1");
            member("node-d.example.com", "10.0.0.4", "@ A 192.168.1.4", "@ A 203.0.113.204");
            write(
                    "node-a.example.com",
                    "node-b.example.com",
                    "node-c.example.net",
                    "node-d.example.com");
            awaitServed("_p2p.example.com TXT | grep -q node-d");
            watch.signal("HUP");
            watch.await(SOON, said -> said.out().contains("node-d.example.com"));
            apply("node-d").requireSuccess();
            assertPings("node-d", "10.0.0.1");
            assertPings("node-a", "10.0.0.4");
            String before = everything("node-a");
            try (RunningProcess ping = lab.at("node-b").start("ping", "-i", "0.2", "10.0.0.1")) {
                watch.signal("TERM");
                assertEquals(0, watch.end(SOON).exit(), watch.outputSoFar().toString());
                Thread.sleep(Duration.ofSeconds(1));
                PingLoss.assertNone(ping);
            }
            assertEquals(before, everything("node-a"));
            assertTrue(before.contains(publicKey("node-d")), before);
        }
    }

    @Test
    void ctrl_c_ends_a_watching_node_quietly() {
        LabNode a = lab.at("node-a");
        try (RunningProcess watch =
                a.start(words("node-a", "apply", "--watch", MESH, "--key", key("node-a")))) {
            watch.await(START, said -> said.out().contains("+ peer"));
            watch.signal("INT");
            FinishedProcess ended = watch.end(SOON);
            assertEquals(0, ended.exit(), ended.toString());
            assertFalse(ended.err().contains("error"), ended.toString());
        }
    }

    @Test
    void while_no_name_server_answers_a_watching_node_can_be_ended() {
        stopServing();
        lab.at("dns").exec("ip", "link", "set", "hosting", "down").requireSuccess();
        LabNode a = lab.at("node-a");
        for (String signal : List.of("TERM", "INT")) {
            String[] words =
                    words("node-a", "apply", "--watch", MESH, "--key", key("node-a"), "-v");
            try (RunningProcess watch = a.start(words)) {
                watch.await(START, said -> !said.err().isEmpty());
                watch.signal(signal);
                assertEquals(0, watch.end(Duration.ofSeconds(20)).exit());
            }
        }
        String[] once = words("node-a", "apply", MESH, "--key", key("node-a"), "-v");
        try (RunningProcess apply = a.start(once)) {
            apply.await(START, said -> !said.err().isEmpty());
            apply.signal("INT");
            assertEquals(130, apply.end(SOON).exit());
        }
    }

    @Test
    void in_a_settled_mesh_twenty_passes_change_nothing_and_lose_nothing() {
        apply("node-a").requireSuccess();
        apply("node-b").requireSuccess();
        assertPings("node-b", "10.0.0.1");
        apply("node-b").requireSuccess();
        apply("node-a").requireSuccess();
        try (RunningProcess ping = lab.at("node-b").start("ping", "-i", "0.2", "10.0.0.1")) {
            for (int pass = 0; pass < 20; pass++) {
                FinishedProcess ended = apply(pass % 2 == 0 ? "node-b" : "node-a", "-v");
                assertEquals("nothing to do\n", ended.requireSuccess());
                assertEquals(
                        List.of(
                                "+ ip addr",
                                "+ ip route show table all root 0.0.0.0/0",
                                "+ ip route show table all root ::/0",
                                "+ ip netconf show",
                                "+ wg show wg0 dump"),
                        ended.err().lines().filter(line -> line.startsWith("+ ")).toList());
            }
            PingLoss.assertNone(ping);
        }
    }

    @Test
    void an_interface_that_is_missing_or_another_s_is_reported() {
        FinishedProcess missing = run("node-a", "apply", MESH);
        assertEquals(3, missing.exit());
        assertEquals(
                """
                records: the system's resolver
                error: interface wg0: does not exist
                  fix: give --key FILE and wg-mesh creates the interface, or create the interface by hand
                """,
                missing.err());
        apply("node-a").requireSuccess();
        String before = everything("node-a");
        FinishedProcess other = run("node-a", "apply", MESH, "--key", key("node-b"));
        assertEquals(4, other.exit(), other.toString());
        assertTrue(other.err().contains("has the key " + publicKey("node-a")), other.err());
        assertEquals(before, everything("node-a"));
    }

    @Test
    void a_user_who_may_do_nothing_is_reported_and_nothing_is_changed() throws Exception {
        apply("node-a").requireSuccess();
        String before = everything("node-a");
        Path states = Files.createDirectory(folder.resolve("nobody"));
        Files.setPosixFilePermissions(states, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        String[] nobody = {
            "setpriv",
            "--reuid",
            "65534",
            "--clear-groups",
            LAUNCHER,
            "apply",
            MESH,
            "--state-dir",
            states.toString(),
        };
        FinishedProcess ended = lab.at("node-a").exec(nobody);
        assertEquals(3, ended.exit(), ended.toString());
        assertTrue(ended.err().contains("run as root, or with CAP_NET_ADMIN"), ended.err());
        assertEquals(before, everything("node-a"));
    }

    @Test
    void down_removes_what_apply_made() {
        String before = everything("node-a");
        apply("node-a").requireSuccess();
        assertEquals(0, run("node-a", "down", MESH, "--dry-run").exit());
        assertTrue(run("node-a", "down", MESH).requireSuccess().contains("- interface wg0"));
        assertEquals(before, everything("node-a"));
        assertEquals(1, run("node-a", "down", MESH).exit());
    }

    @Test
    void without_an_answer_nothing_is_changed_and_what_fails_in_part_is_kept() throws Exception {
        apply("node-a").requireSuccess();
        String before = everything("node-a");
        Files.delete(folder.resolve("zones/example.net.zone"));
        awaitServed("node-c.example.net A +comments | grep -q REFUSED");
        FinishedProcess part = apply("node-a");
        assertEquals("nothing to do\n", part.requireSuccess());
        assertTrue(part.err().contains("node-c.example.net"), part.err());
        assertEquals(1, apply("node-a", "--strict").exit());
        assertEquals(before, everything("node-a"));
        stopServing();
        FinishedProcess none = apply("node-a", "--max-stale", "0");
        assertEquals(3, none.exit(), none.toString());
        assertTrue(none.err().contains(MESH), none.err());
        assertEquals(before, everything("node-a"));
        FinishedProcess saved = apply("node-a");
        assertEquals("nothing to do\n", saved.requireSuccess());
        assertTrue(saved.err().contains("DNS cannot be read; using the mesh"), saved.err());
        assertEquals(1, apply("node-a", "--strict").exit());
        lab.at("node-a").exec("ip", "link", "del", "wg0").requireSuccess();
        apply("node-a").requireSuccess();
        assertEquals(withoutIndex(before), withoutIndex(everything("node-a")));
        write("node-a.example.com", "node-b.example.com");
        serve = serve();
        assertTrue(apply("node-a").requireSuccess().contains("- peer"));
        assertFalse(everything("node-a").contains(publicKey("node-c")));
    }

    /** Without the numbers of interfaces: one that is made again has another. */
    private static String withoutIndex(String everything) {
        return everything.replaceAll("(?m)^\\d+: ", "");
    }

    private void stopServing() {
        serve.signal("TERM");
        FinishedProcess ended = serve.end(SOON);
        assertEquals(0, ended.exit(), ended.toString());
        serve.close();
    }

    @Test
    void a_server_that_is_stopped_ends_quietly_and_at_once() {
        serve.signal("INT");
        FinishedProcess ended = serve.end(SOON);
        assertEquals(0, ended.exit(), ended.toString());
        assertEquals(
                List.of(
                        "for development: not a production server",
                        "queries from every host are answered at 192.0.2.53"),
                ended.err().lines().filter(line -> !line.startsWith("serving ")).toList());
    }
}
