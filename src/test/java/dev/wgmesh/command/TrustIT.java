package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.apply.StateFolder;
import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.mesh.KeyChange;
import dev.wgmesh.mesh.NodeState;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.MainProcess;
import dev.wgmesh.testing.MeshFixture;
import dev.wgmesh.testing.SimulatedNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code trust} and {@code --pin} in processes of their own; no interface is made. */
class TrustIT {
    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final String DEVICE = "wgtrust0";
    private static final String HOST = "b.example.com";

    @TempDir Path folder;

    private CommandOutput run(String... words) throws IOException, InterruptedException {
        String[] node = {"-i", DEVICE, "--state-dir", folder.resolve("state").toString()};
        return new MainProcess(folder)
                .run(Stream.of(words, node).flatMap(Stream::of).toArray(String[]::new));
    }

    private CommandOutput pass() throws IOException, InterruptedException {
        return run(
                "apply",
                MESH.text(),
                "--dry-run",
                "--pin",
                "--zones",
                folder.resolve("zones").toString(),
                "--key",
                folder.resolve("a.key").toString());
    }

    /** The state of a node that has read another key of b than it trusts. */
    private void prepare() throws IOException {
        PrivateKey own = PrivateKey.generate(new Random(1));
        KeyFile.create(folder.resolve("a.key"), own);
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(
                folder.resolve("zones/example.com.zone"),
                """
                $TTL 300
                @ SOA ns1 hostmaster 1 3600 900 604800 60
                @ NS ns1
                ns1 A 192.0.2.53
                _policy._p2p TXT "pool=10.97.0.0/24"
                _p2p TXT "a.example.com"
                _p2p TXT "b.example.com"
                _wireguard.a TXT "%s"
                _wireguard.a A 10.97.0.1
                _wireguard.b TXT "%s"
                _wireguard.b A 10.97.0.2
                """
                        .formatted(own.publicKey(), MeshFixture.key("k")));
        var node = new SimulatedNode("a", "10.97.0.1");
        node.pass(
                "policy pool=10.97.0.0/24\na.example.com mesh=10.97.0.1\n"
                        + HOST
                        + " mesh=10.97.0.2");
        NodeState state =
                node.state()
                        .withKeyChanges(
                                List.of(
                                        new KeyChange(
                                                new HostName(HOST),
                                                MeshFixture.key("b"),
                                                MeshFixture.key("k"),
                                                Instant.parse("2026-01-01T00:00:00Z"))));
        new StateFolder(folder.resolve("state")).save(MESH, DEVICE, state);
    }

    @Test
    void a_key_that_is_held_back_counts_after_trust() throws Exception {
        prepare();
        CommandOutput held = pass();
        assertEquals(5, held.exit(), held.err());
        assertTrue(held.err().contains("wg-mesh trust " + HOST), held.err());
        CommandOutput trusted = run("trust", HOST);
        assertEquals(
                HOST
                        + ": trusts the key "
                        + MeshFixture.key("k")
                        + " in place of "
                        + MeshFixture.key("b")
                        + "\n",
                trusted.out());
        assertEquals(0, trusted.exit());
        CommandOutput after = pass();
        assertEquals(0, after.exit(), after.err());
        CommandOutput json = run("trust", HOST, "-o", "json");
        assertTrue(json.out().contains("\"key\": \"" + MeshFixture.key("k")), json.out());
        assertEquals(2, run("trust", "x.example.com").exit());
    }
}
