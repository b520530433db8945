package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.device.MemoryDevice;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.mesh.KnownEndpoint;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.mesh.SessionHealth;
import dev.wgmesh.mesh.Topology;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.plan.NodeReport;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.MeshCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passes of {@code apply --watch} that find the node as the pass before left it. */
class RestingPassTest {
    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final PrivateKey A = PrivateKey.generate(new Random(1));
    private static final PublicKey B = PrivateKey.generate(new Random(2)).publicKey();
    private static final Endpoint AT_B = Endpoint.parse("198.51.100.2:51820").orElseThrow();
    private static final String ZONE =
            """
            _p2p TXT "a.example.com"
            _p2p TXT "b.example.com"
            _policy._p2p TXT "pool=10.0.0.0/24"
            _wireguard.a TXT "%s"
            _wireguard.a A 10.0.0.1
            a A 203.0.113.1
            _wireguard.b TXT "%s"
            _wireguard.b A 10.0.0.2
            b A 198.51.100.2
            """
                    .formatted(A.publicKey(), B);

    @TempDir Path folder;
    private final MemoryDevice memory = new MemoryDevice("wg0", NodeFacts.NONE);
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private String zone = ZONE;

    private Mesh read(MeshName name) {
        return MeshCodec.decode(name, TestZones.text("example.com.", zone));
    }

    @SuppressWarnings("NullAway.Init") // before each test
    private Pass pass;

    private Pass process() {
        return new Pass(
                this::read,
                memory,
                new StateFolder(folder),
                () -> now,
                WakeupSource.Wakeup::timeout);
    }

    private final PassRequest request =
            new PassRequest(
                    MESH,
                    "wg0",
                    Optional.of(A),
                    Optional.empty(),
                    PassOptions.DEFAULT.creatingInterface().watching(),
                    PassRequest.DEFAULT_MAX_STALE);

    @BeforeEach
    void settle() throws Exception {
        pass = process();
        pass.run(request);
        for (int i = 0; i < 2; i++) {
            traffic(Duration.ofSeconds(10));
            pass.run(request);
        }
    }

    /** Lets time pass, at the end of which the peer answers. */
    private void traffic(Duration time) {
        now = now.plus(time);
        memory.receive(B, AT_B, now);
    }

    private DesiredDevice decision() throws InterruptedException {
        return pass.run(request).last().desired();
    }

    private String file() throws IOException {
        Path file = new StateFolder(folder).file(MESH, "wg0");
        return Files.readString(file) + Files.readAttributes(file, "unix:ctime");
    }

    private NodeState saved() {
        return new StateFolder(folder).load(MESH, "wg0").state();
    }

    private long sentToB(NodeState state) {
        return state.member(new HostName("b.example.com"))
                .flatMap(member -> member.endpoint())
                .map(KnownEndpoint::sent)
                .orElseThrow();
    }

    private long sentToB() {
        return memory.peers().getFirst().sent();
    }

    @Test
    void it_decides_and_writes_nothing_though_sessions_are_renewed() throws Exception {
        DesiredDevice before = decision();
        String file = file();
        for (int i = 0; i < 10; i++) {
            traffic(Duration.ofMinutes(2));
            assertSame(before, decision());
        }
        assertEquals(file, file());
    }

    @Test
    void it_decides_again_after_an_hour_and_saves_the_counters() throws Exception {
        DesiredDevice before = decision();
        traffic(Duration.ofHours(1));
        assertNotSame(before, decision());
        assertEquals(sentToB(), sentToB(saved()));
    }

    @Test
    void it_decides_again_when_a_session_ends_or_dns_changes() throws Exception {
        DesiredDevice before = decision();
        now = now.plus(Duration.ofMinutes(5));
        DesiredDevice ended = decision();
        assertNotSame(before, ended);
        zone = ZONE.replace("b A 198.51.100.2", "b A 198.51.100.3");
        assertNotSame(ended, decision());
    }

    @Test
    void what_a_stopped_process_leaves_is_what_it_counted() throws Exception {
        traffic(Duration.ofMinutes(1));
        pass.run(request);
        long counted = sentToB();
        pass.stop(request);
        assertEquals(counted, sentToB(saved()));
    }

    @Test
    void a_peer_that_fell_silent_is_idle_and_not_dead_for_the_next_pass() throws Exception {
        traffic(Duration.ofMinutes(1));
        pass.run(request);
        now = now.plus(Duration.ofMinutes(30));
        assertTrue(pass.run(request).isEmpty());
        assertEquals(sentToB(), sentToB(saved()));
    }

    @Test
    void status_sees_what_the_last_pass_counted() throws Exception {
        traffic(Duration.ofMinutes(1));
        new PassJournal(new StateFolder(folder), request, () -> now)
                .completed(pass.run(request), Optional.of(Duration.ofMinutes(5)));
        now = now.plus(Duration.ofMinutes(5));
        NodeReport report =
                new StatusReader(memory, new StateFolder(folder), () -> now, List.of())
                        .read(MESH, "wg0");
        assertEquals(
                SessionHealth.IDLE,
                Topology.of(report.mesh(), report.node())
                        .sessions()
                        .get(new HostName("b.example.com")));
    }
}
