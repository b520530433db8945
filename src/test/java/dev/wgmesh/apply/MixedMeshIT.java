package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten members of every kind, and what happens to them in months: each pair has a path, and a fault
 * costs no ping of a pair that it does not cut. One mesh for all tests: it is the start of ten
 * nodes that costs time.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MixedMeshIT {
    private static final Path PATHS = Path.of("src/test/resources/lab/mixed-paths.txt");

    /** For two homes: six slots of 10 s, and the one a minute later, on a busy machine. */
    private static final int MEETING_SECONDS = 150;

    /** Of each of the ten members. */
    private static final int PASSES = 5;

    private static final Duration SERVFAIL = Duration.ofSeconds(60);

    /** Peers that answer pings are busy by then: after two looks, ten seconds apart. */
    private static final Duration UNTIL_BUSY = Duration.ofSeconds(30);

    /** How long what is removed from a node may be away. */
    private static final double REPAIRED = 2;

    /**
     * Between the handshake of a next key and the move of the addresses: one ping of ten a second,
     * as {@link KeyRotationIT} shows. Here nine nodes run wg fifty times a second meanwhile, on the
     * processors of one machine, and each look waits for those of the others.
     */
    private static final double ROTATED = 0.5;

    private static final double ANY_TIME = Double.MAX_VALUE;

    @TempDir static Path folder;
    private static MixedMesh mesh;

    @BeforeAll
    static void start() throws IOException {
        mesh = new MixedMesh(folder);
        mesh.start();
    }

    @AfterAll
    static void end() {
        mesh.close();
    }

    @Test
    @Order(1)
    void every_pair_meets_by_the_path_that_dns_decides() throws Exception {
        assertMeet(MixedMesh.NODES);
        var lines = new ArrayList<String>();
        for (String name : MixedMesh.NODES) {
            lines.addAll(mesh.paths(name));
        }
        GoldenFile.assertText(PATHS, String.join("\n", lines) + "\n");
    }

    private static void assertMeet(List<String> from) throws InterruptedException {
        double end = PingSeries.now() + MEETING_SECONDS;
        List<String> open = mesh.unreached(from);
        while (!open.isEmpty() && PingSeries.now() < end) {
            Thread.sleep(2000);
            open = mesh.unreached(from);
        }
        assertEquals(List.of(), open);
    }

    @Test
    @Order(2)
    void a_fault_costs_no_ping_of_a_pair_that_it_does_not_cut() throws Exception {
        var pings = PingSeries.start(mesh, folder.resolve("pings"));
        Thread.sleep(UNTIL_BUSY);
        // first, since each pause of a pair's traffic makes a node more patient with the next one
        assertLost(
                pings,
                Map.of("d", REPAIRED),
                () -> {
                    changeNatOfD();
                    Thread.sleep(4000);
                });
        faultsOfDns(pings);
        Instant switching = mesh.announceKey("b");
        assertLost(
                pings,
                Map.of("a", REPAIRED, "b", ROTATED, "ab", ANY_TIME),
                () -> withoutDns(pings, switching));
        assertLost(
                pings,
                Map.of(),
                () -> {
                    mesh.commitKey("b");
                    mesh.pass();
                });
        assertLost(pings, Map.of("de", ANY_TIME), MixedMeshIT::withoutObserver);
    }

    private static void faultsOfDns(PingSeries pings) throws Exception {
        assertNothingLost(
                pings,
                () -> {
                    for (int i = 0; i < PASSES; i++) {
                        mesh.pass();
                    }
                });
        assertNothingLost(pings, MixedMeshIT::memberComesAndGoes);
        assertNothingLost(
                pings,
                () -> {
                    mesh.update(keyOfE("garbage"));
                    mesh.pass();
                    mesh.update(keyOfE(mesh.key("e").publicKey().base64()));
                    mesh.pass();
                });
        assertNothingLost(pings, MixedMeshIT::emptyList);
    }

    private static void memberComesAndGoes() throws Exception {
        mesh.update(
                """
                update add _wireguard.node-k.example.com 300 TXT \
                "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI="
                update add _wireguard.node-k.example.com 300 A 10.0.0.99
                update add node-k.example.com 300 A 198.51.100.99
                update add _p2p.example.com 300 TXT node-k.example.com
                """);
        mesh.pass();
        awaitShell("j", "wg show wg0 allowed-ips | grep -qF 10.0.0.99");
        mesh.update("update delete _p2p.example.com TXT node-k.example.com\n");
        mesh.pass();
        awaitShell("j", "! wg show wg0 allowed-ips | grep -qF 10.0.0.99");
    }

    private static void emptyList() throws Exception {
        mesh.update("update delete _p2p.example.com TXT\n");
        mesh.pass();
        var list = new StringBuilder();
        for (String name : MixedMesh.NODES) {
            list.append("update add _p2p.example.com 300 TXT ")
                    .append(MixedMesh.host(name))
                    .append('\n');
        }
        mesh.update(list.toString());
        mesh.pass();
    }

    /**
     * SERVFAIL for a minute at least, and until the member has its next key; meanwhile routes are
     * removed.
     */
    private static void withoutDns(PingSeries pings, Instant switching) throws Exception {
        Instant from = Instant.now();
        mesh.servfail(true);
        mesh.pass();
        assertLost(
                pings,
                Map.of("a", REPAIRED, "b", ROTATED),
                () -> {
                    mesh.shell("a", "ip route flush proto 87; ip -6 route flush proto 87");
                    Thread.sleep(1500);
                });
        Instant switched = switching.plusSeconds(3);
        Instant end = from.plus(SERVFAIL);
        Duration left = Duration.between(Instant.now(), end.isAfter(switched) ? end : switched);
        Thread.sleep(Math.max(0, left.toMillis()));
        // the others reach it through the relay, node-c
        for (String name : List.of("a", "c")) {
            awaitShell(
                    name,
                    "wg show wg0 allowed-ips | grep -F '%s' | grep -qF %s/32"
                            .formatted(mesh.nextKey("b").publicKey(), MixedMesh.v4("b")));
        }
        mesh.servfail(false);
        mesh.pass();
    }

    private static void changeNatOfD() {
        mesh.lab()
                .at("home-d")
                .exec(
                        "sh",
                        "-ec",
                        "ip addr del 203.0.113.2/28 dev transit\n"
                                + "ip addr add 203.0.113.12/28 dev transit\n"
                                + "ip route add default via 203.0.113.1")
                .requireSuccess();
    }

    /** Waits until the command succeeds: the pass that ends first may have read DNS before. */
    private static void awaitShell(String node, String command) throws Exception {
        for (int i = 0; i < 50; i++) {
            try {
                mesh.shell(node, command);
                return;
            } catch (AssertionError _) {
                Thread.sleep(200);
            }
        }
        mesh.shell(node, command);
    }

    private static String keyOfE(String key) {
        String name = "_wireguard.node-e.example.com";
        return "update delete %1$s TXT\nupdate add %1$s 300 TXT %2$s\n".formatted(name, key);
    }

    /** A pair that is up stays up; one that has to meet waits for the observer. */
    private static void withoutObserver() throws Exception {
        mesh.kill("c");
        mesh.shell("d", "wg set wg0 peer " + mesh.key("e").publicKey() + " remove");
        mesh.shell("e", "wg set wg0 peer " + mesh.key("d").publicKey() + " remove");
        mesh.pass();
        Thread.sleep(3000);
        assertFalse(mesh.node("d").reaches(MixedMesh.v4("e"), Duration.ofSeconds(1)));
        mesh.startWatch("c");
        Duration meeting = Duration.ofSeconds(MEETING_SECONDS);
        assertTrue(mesh.node("d").reaches(MixedMesh.v4("e"), meeting));
    }

    /** What is done to the mesh. */
    private interface Fault {
        void happen() throws Exception;
    }

    /**
     * Lets a fault happen after which the mesh is as before, and which costs no ping. The machine
     * may lose a single one, which was seen once in some hundred thousand; a fault that costs it
     * does so each time, so it happens again.
     */
    private static void assertNothingLost(PingSeries pings, Fault fault) throws Exception {
        Map<String, PingSeries.Loss> lost = lost(pings, Map.of(), fault);
        if (lost.values().stream().mapToInt(PingSeries.Loss::count).sum() == 1) {
            lost = lost(pings, Map.of(), fault);
        }
        assertEquals(Map.of(), lost);
    }

    /**
     * Lets a fault happen. Of a pair, or of each pair of a member, pings may be lost for so many
     * seconds; of no other one.
     */
    private static void assertLost(PingSeries pings, Map<String, Double> cut, Fault fault)
            throws Exception {
        assertEquals(Map.of(), lost(pings, cut, fault));
    }

    /** Returns the pairs of which more was lost, when a fault happens. */
    private static Map<String, PingSeries.Loss> lost(
            PingSeries pings, Map<String, Double> cut, Fault fault) throws Exception {
        double from = PingSeries.now();
        fault.happen();
        Thread.sleep(1500);
        Map<String, PingSeries.Loss> lost = pings.lost(from, PingSeries.now() - 1);
        lost.entrySet().removeIf(loss -> loss.getValue().seconds() <= allowed(cut, loss.getKey()));
        return lost;
    }

    private static double allowed(Map<String, Double> cut, String pair) {
        Double own = cut.get(pair);
        return own != null
                ? own
                : Math.max(
                        cut.getOrDefault(pair.substring(0, 1), 0.0),
                        cut.getOrDefault(pair.substring(1), 0.0));
    }

    @Test
    @Order(3)
    void a_node_boots_from_its_saved_mesh_when_its_name_server_is_inside_the_mesh()
            throws Exception {
        mesh.kill("h");
        mesh.nameServerInside("h", "a");
        mesh.shell("h", "ip link del wg0");
        mesh.startWatch("h");
        mesh.awaitPrinted("h", "DNS cannot be read; using the mesh that was read");
        mesh.awaitPrinted("h", "in sync with DNS");
        assertMeet(List.of("h"));
    }
}
