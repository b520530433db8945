package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of a mesh in two zones that BIND hosts, against whoever has the zones' key. */
class LockIT {
    private static final String MESH = "_p2p.example.com";

    @TempDir Path folder;

    @BeforeEach
    void key() throws IOException {
        TestKey.KNOWN.write(folder);
    }

    private CommandOutput run(String line) {
        return new CommandFixture(folder).clock(InstantSource.system()).run(line.split(" "));
    }

    private CommandOutput done(String line) {
        CommandOutput shown = run(line);
        assertEquals(0, shown.exit(), line + "\n" + shown.err());
        return shown;
    }

    private static String publicKey(long seed) {
        return PrivateKey.generate(new Random(seed)).publicKey().base64();
    }

    @Test
    void who_writes_the_zones_without_a_signing_key_adds_and_changes_no_member() throws Exception {
        try (RealServer server =
                RealServer.namedUpdated(
                        Map.of(
                                "example.com",
                                Files.readString(Path.of("zones/example.com.zone")),
                                "example.net",
                                Files.readString(Path.of("zones/example.net.zone"))),
                        "check-names ignore; allow-transfer { key "
                                + TestKey.KNOWN.name()
                                + "; };")) {
            String at =
                    " --server 127.0.0.1:"
                            + server.address().getPort()
                            + " --tsig-key-file tsig.key";
            String line = done("lock init --out signer.key").out();
            Files.writeString(folder.resolve("signer.pub"), line.split("\"")[1] + "\n");

            done("lock request --mesh " + MESH + " --out request.json" + at);
            done("lock sign request.json --key signer.key --out signed.json --yes");
            done("push signed.json" + at);
            done(
                    "join node-d.example.com --ip 10.0.0.4 --sign signer.key --public-key "
                            + publicKey(1)
                            + at);
            String lock = " --lock signer.pub" + at;
            String status = done("lock status --mesh " + MESH + lock).out();
            assertEquals(4, status.split(" valid\n", -1).length - 1, status);

            done("join node-x.example.com --ip 10.0.0.66 --public-key " + publicKey(2) + at);
            done("set node-c.example.net --ip 10.0.0.67 --yes --mesh " + MESH + at);

            CommandOutput after = run("lock status --mesh " + MESH + lock);
            assertEquals(1, after.exit(), after.err());
            assertEquals(3, after.out().split(" valid\n", -1).length - 1, after.out());
            CommandOutput plan = run("plan " + MESH + " --as node-a.example.com" + lock);
            assertTrue(plan.out().contains("10.0.0.4"), plan.out() + plan.err());
            assertFalse(plan.out().contains("10.0.0.66"), plan.out());
            assertFalse(plan.out().contains("10.0.0.67"), plan.out());
            String open = run("plan " + MESH + " --as node-a.example.com" + at).out();
            assertTrue(open.contains("10.0.0.66") && open.contains("10.0.0.67"), open);
        }
    }
}
