package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.device.MemoryDevice;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.DeviceText;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.testing.dns.ExternalTool;
import dev.wgmesh.zone.MeshCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose disk is full has its mesh, and its state as soon as there is room. */
class FullDiskIT {
    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final PrivateKey A = PrivateKey.generate(new Random(1));
    private static final String ZONE =
            """
            _p2p TXT "a.example.com"
            _p2p TXT "b.example.com"
            _policy._p2p TXT "pool=10.0.0.0/24"
            _wireguard.a TXT "%s"
            _wireguard.a A 10.0.0.1
            _wireguard.b TXT "%s"
            _wireguard.b A 10.0.0.2
            b A 198.51.100.2
            """
                    .formatted(A.publicKey(), PrivateKey.generate(new Random(2)).publicKey());

    private static final PassOptions WATCHING = PassOptions.DEFAULT.watching();

    @TempDir Path folder;
    private Path disk;
    private Path state;
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @BeforeEach
    void mount() throws IOException {
        disk = Files.createDirectory(folder.resolve("disk"));
        ExternalTool.output(
                "mount", "-t", "tmpfs", "-o", "size=64k", "wg-mesh-test", disk.toString());
        state = new StateFolder(disk).file(MESH, "wg0");
    }

    @AfterEach
    void unmount() {
        ExternalTool.output("umount", disk.toString());
    }

    private void fill() {
        try (var out = Files.newOutputStream(disk.resolve("big"))) {
            while (true) {
                out.write(new byte[1_024]);
            }
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("No space left"));
        }
    }

    private Pass pass(MemoryDevice device) {
        return new Pass(
                name -> MeshCodec.decode(name, TestZones.text("example.com.", ZONE)),
                device,
                new StateFolder(disk),
                () -> now,
                WakeupSource.Wakeup::timeout);
    }

    private static PassRequest request(boolean withKey) {
        return new PassRequest(
                MESH,
                "wg0",
                Optional.of(A).filter(_ -> withKey),
                Optional.empty(),
                withKey ? WATCHING.creatingInterface() : WATCHING,
                Duration.ofDays(7));
    }

    private static MemoryDevice device() {
        return new MemoryDevice("wg0", NodeFacts.NONE);
    }

    private void assertUnsaved(PassResult result) {
        assertEquals(List.of(), result.failed());
        assertEquals(
                List.of(
                        state
                                + ": no space left on device: the state of this mesh is not saved,"
                                + " and is lost when this process ends; free space on that disk"),
                result.problems().stream()
                        .map(Object::toString)
                        .filter(problem -> problem.startsWith(state.toString()))
                        .toList());
    }

    @Test
    void a_mesh_is_set_up_at_boot_and_its_state_is_saved_once_there_is_room() throws Exception {
        MemoryDevice before = device();
        pass(before).run(request(true));
        String mesh = DeviceText.of(before);
        String saved = Files.readString(state);
        fill();
        now = now.plus(Duration.ofHours(1));

        MemoryDevice rebooted = device();
        Pass pass = pass(rebooted);
        assertUnsaved(pass.run(request(true)));
        assertEquals(mesh, DeviceText.of(rebooted));
        assertEquals(saved, Files.readString(state));
        now = now.plus(Duration.ofMinutes(1));
        PassResult second = pass.run(request(true));
        assertUnsaved(second);
        assertTrue(second.isEmpty());

        Files.delete(disk.resolve("big"));
        assertEquals(List.of(), pass.run(request(true)).problems());
        assertTrue(Files.readString(state).contains("2026-01-02T04:04:05Z"));
        new TearDown(rebooted, new StateFolder(disk)).run(MESH, "wg0");
        assertEquals(Optional.empty(), rebooted.read().device());
    }

    @Test
    void a_new_node_has_its_mesh_and_its_state_when_the_process_ends() throws Exception {
        new StateFolder(disk).lock("wg0").close();
        fill();
        MemoryDevice device = device();
        Pass pass = pass(device);
        assertUnsaved(pass.run(request(true)));
        Files.delete(disk.resolve("big"));
        pass.stop(request(true));
        new TearDown(device, new StateFolder(disk)).run(MESH, "wg0");
        assertEquals(Optional.empty(), device.read().device());
    }

    @Test
    void an_interface_of_others_is_left_alone() {
        new StateFolder(disk).lock("wg0").close();
        fill();
        MemoryDevice device = device();
        device.create(A, 51820, Optional.empty());
        String before = DeviceText.of(device);
        Pass pass = pass(device);
        Failure failure = assertThrows(Failure.class, () -> pass.run(request(false)));
        assertEquals(
                state + ": no space left on device; free space on that disk", failure.getMessage());
        assertEquals(before, DeviceText.of(device));
    }
}
