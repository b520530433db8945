package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.dns.ZoneFolder;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.mesh.PresharedKeys;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PskMode;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.PingLoss;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Preshared keys between real interfaces. A pass is told a later time, so that a session is as old
 * as the rule waits for; WireGuard's own rekeying after 120 s is simulated in PskRolloutTest. Here
 * a session is ended by setting the interface down.
 */
@Execution(ExecutionMode.CONCURRENT)
class PresharedKeyIT {
    private static final PskSecret PRESENT = PskSecret.generate(new SecureRandom());
    private static final PskSecret NEXT = PskSecret.generate(new SecureRandom());
    private static final Duration IN_TRIAL = Duration.ofSeconds(110);
    private static final Duration TURN = Duration.ofSeconds(15);

    @TempDir Path folder;
    private LabMesh mesh;

    @BeforeEach
    void zones() throws IOException {
        mesh =
                new LabMesh(
                        Lab.of("mesh"),
                        folder,
                        """
                        node-a A 198.51.100.10
                        node-b A 203.0.113.202
                        """,
                        "node-a",
                        "node-b");
    }

    @AfterEach
    void end() {
        mesh.close();
    }

    private static PresharedKeys keys(PskMode mode, PskSecret... secrets) {
        return PresharedKeys.of(mode, List.of(secrets));
    }

    private PassRequest request(String name, PresharedKeys keys) {
        var options = PassOptions.DEFAULT.creatingInterface().watching();
        return new PassRequest(
                new MeshName("_p2p.example.com"),
                "wg0",
                Optional.of(mesh.key(name)),
                Optional.empty(),
                options,
                PassRequest.DEFAULT_MAX_STALE,
                keys);
    }

    private Pass pass(String name, PresharedKeys keys, Duration later) throws InterruptedException {
        MeshSource source = it -> MeshReader.read(ZoneFolder.open(folder.resolve("zones")), it);
        Instant now = Instant.now().plus(later);
        var pass =
                new Pass(
                        source,
                        mesh.device(name),
                        new StateFolder(folder.resolve(name)),
                        () -> now,
                        new WakeupSignal());
        assertEquals(List.of(), pass.run(request(name, keys)).failed());
        return pass;
    }

    private boolean hasKey(String name) {
        return !mesh.shell(name, "wg show wg0 preshared-keys").contains("(none)");
    }

    /** Ends the sessions of a node, so that its next packet begins a handshake. */
    private void endSessions(String name) {
        mesh.shell(
                name, "ip link set wg0 down; ip link set wg0 up; ip route add 10.0.0.0/24 dev wg0");
    }

    private RunningProcess ping() {
        return mesh.lab()
                .at("node-a")
                .start("ping", "-n", "-i", "0.1", "-w", "120", mesh.address("node-b"));
    }

    private static void assertNothingLost(RunningProcess ping) {
        PingLoss.assertNone(ping);
    }

    @Test
    void rollout_and_rotation_lose_no_packet_of_a_session() throws InterruptedException {
        mesh.apply("node-a");
        mesh.apply("node-b");
        mesh.assertPings("node-a", "node-b");
        PresharedKeys optional = keys(PskMode.OPTIONAL, PRESENT);
        RunningProcess ping = ping();
        Pass alone = pass("node-a", optional, IN_TRIAL);
        assertTrue(hasKey("node-a"), "a trial in a session of this age");
        alone.stop(request("node-a", optional));
        assertFalse(hasKey("node-a"), "the process ends, and the key of the session is back");
        pass("node-a", optional, Duration.ZERO);
        assertFalse(hasKey("node-a"), "no trial in a young session");
        pass("node-a", optional, IN_TRIAL);
        pass("node-b", optional, IN_TRIAL);
        assertTrue(hasKey("node-a") && hasKey("node-b"));
        for (String node : List.of("node-a", "node-b")) {
            pass(node, keys(PskMode.REQUIRED, PRESENT), Duration.ZERO);
        }
        assertNothingLost(ping);
        endSessions("node-a");
        mesh.assertPings("node-a", "node-b");

        ping = ping();
        for (String node : List.of("node-a", "node-b")) {
            pass(node, keys(PskMode.REQUIRED, PRESENT, NEXT), IN_TRIAL);
        }
        for (String node : List.of("node-a", "node-b")) {
            pass(node, keys(PskMode.REQUIRED, NEXT), Duration.ZERO);
        }
        assertNothingLost(ping);
        endSessions("node-b");
        mesh.assertPings("node-b", "node-a");
    }

    @Test
    void a_node_without_the_secret_is_cut_where_it_is_required_and_only_there()
            throws InterruptedException {
        pass("node-a", keys(PskMode.REQUIRED, PRESENT), Duration.ZERO);
        mesh.apply("node-b");
        assertTrue(hasKey("node-a"), "from the first packet");
        assertFalse(mesh.lab().at("node-a").reaches(mesh.address("node-b"), Duration.ofSeconds(7)));
        for (int turn = 0; turn < 4 && hasKey("node-a"); turn++) {
            pass("node-a", keys(PskMode.OPTIONAL, PRESENT), TURN.multipliedBy(turn));
        }
        assertFalse(hasKey("node-a"), "the peer has not shown the secret");
        mesh.assertPings("node-a", "node-b");
        RunningProcess ping = ping();
        pass("node-a", keys(PskMode.OPTIONAL, PRESENT), IN_TRIAL);
        pass("node-a", keys(PskMode.OPTIONAL, PRESENT), Duration.ofSeconds(150));
        assertNothingLost(ping);
        assertFalse(hasKey("node-a"));
    }
}
