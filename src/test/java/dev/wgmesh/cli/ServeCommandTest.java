package dev.wgmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.dns.NameServer;
import dev.wgmesh.dns.Resolvers;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.testing.Screen;
import dev.wgmesh.testing.dns.BigMesh;
import dev.wgmesh.testing.dns.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServeCommandTest {
    @TempDir Path folder;

    @Test
    void a_folder_is_served_until_it_is_interrupted() throws Exception {
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(
                folder.resolve("zones/example.com.zone"), BigMesh.zone(new Random(1), 6, 2));
        String address = "127.0.0.1:" + RealServer.freePort();
        var ended = new CompletableFuture<Screen.Shown>();
        Thread serving =
                Thread.ofPlatform()
                        .start(() ->
                                ended.complete(
                                        new Screen(folder)
                                                .run("serve", "zones", "--listen", address)));
        assertEquals(6, members(address));
        serving.interrupt();
        var shown = ended.get(10, TimeUnit.SECONDS);
        assertEquals(address + "\n", shown.out());
        assertTrue(
                shown.err().startsWith("for development: not a production server\n"), shown.err());
        assertEquals(130, shown.exit());
    }

    @Test
    void a_folder_that_is_not_there_is_told() {
        var shown = new Screen(folder).run("serve", "nowhere", "--listen", "127.0.0.1:0");
        assertTrue(shown.err().contains("nowhere"), shown.err());
        assertEquals(3, shown.exit());
    }

    private static int members(String address) throws InterruptedException {
        var source =
                Resolvers.of(
                        List.of(NameServer.of(address)),
                        new SecureRandom(),
                        InstantSource.system());
        for (int tries = 0; tries < 200; tries++) {
            int members =
                    MeshReader.read(source, new MeshName("_p2p.example.com")).members().size();
            if (members > 0) {
                return members;
            }
            Thread.sleep(50);
        }
        return 0;
    }
}
