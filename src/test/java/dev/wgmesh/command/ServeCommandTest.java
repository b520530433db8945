package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.dns.NameServer;
import dev.wgmesh.dns.Resolvers;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.dns.FreePort;
import dev.wgmesh.testing.dns.LargeMesh;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.zone.Question;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

@Timeout(60)
class ServeCommandTest {
    @TempDir Path folder;

    @Test
    void a_folder_is_served_until_it_is_interrupted() throws Exception {
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(
                folder.resolve("zones/example.com.zone"), LargeMesh.zone(new Random(1), 6, 2));
        String address = "127.0.0.1:" + FreePort.next();
        var ended = new CompletableFuture<CommandFixture.CommandOutput>();
        Thread serving =
                Thread.ofPlatform()
                        .start(() ->
                                ended.complete(
                                        new CommandFixture(folder)
                                                .run("serve", "zones", "--listen", address)));
        assertEquals(6, members(address));
        serving.interrupt();
        var shown = ended.get(60, TimeUnit.SECONDS);
        assertEquals(address + "\n", shown.out());
        assertTrue(
                shown.err().startsWith("for development: not a production server\n"), shown.err());
        assertEquals(130, shown.exit());
    }

    @Test
    void a_signal_to_terminate_ends_the_server() throws Exception {
        Files.createDirectory(folder.resolve("zones"));
        var shown =
                new CommandFixture(folder)
                        .terminatedAfter(Duration.ofMillis(50))
                        .run("serve", "zones", "--listen", "127.0.0.1:0");
        assertEquals(0, shown.exit(), shown.err());
    }

    @Test
    void a_folder_that_does_not_exist_is_reported() {
        var shown = new CommandFixture(folder).run("serve", "nowhere", "--listen", "127.0.0.1:0");
        assertTrue(shown.err().contains("nowhere"), shown.err());
        assertEquals(3, shown.exit());
    }

    @Test
    void a_key_file_lets_its_holder_update() throws Exception {
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(
                folder.resolve("zones/example.com.zone"), LargeMesh.zone(new Random(1), 6, 2));
        Path file =
                Files.writeString(
                        folder.resolve("lab.key"),
                        "hmac-sha256:wg-mesh:" + TestKey.KNOWN.secret() + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        String address = "127.0.0.1:" + FreePort.next();
        var ended = new CompletableFuture<CommandFixture.CommandOutput>();
        Thread serving =
                Thread.ofPlatform()
                        .start(() ->
                                ended.complete(
                                        new CommandFixture(folder)
                                                .run(
                                                        "serve",
                                                        "zones",
                                                        "--listen",
                                                        address,
                                                        "--tsig-key-file",
                                                        "lab.key")));
        int members = members(address);
        assertEquals(
                6, members, () -> ended.getNow(new CommandFixture.CommandOutput(0, "", "")).err());
        assertEquals("NOERROR", updated(address, Optional.of(TestKey.KNOWN)));
        assertEquals("REFUSED", updated(address, Optional.empty()));
        assertEquals("NOTAUTH", updated(address, Optional.of(TestKey.OTHER_SECRET)));
        serving.interrupt();
        String told = ended.get(60, TimeUnit.SECONDS).err();
        for (String line :
                List.of(
                        "lab.key: every user of this machine has access to this TSIG secret",
                        "the key wg-mesh (hmac-sha256) may update every zone served here\n",
                        "example.com updated by wg-mesh: serial 2, 1 RRset changed\n",
                        "example.com not updated by an unauthenticated client: REFUSED: ",
                        "rejected a message signed with the key wg-mesh: BADSIG\n")) {
            assertTrue(told.contains(line), told);
        }
        String zone = Files.readString(folder.resolve("zones/example.com.zone"));
        assertTrue(zone.contains("10.9.9.9"), zone);
    }

    @Test
    void unusable_keys_are_reported() throws Exception {
        Files.createDirectory(folder.resolve("zones"));
        for (String name : List.of("one.key", "two.key")) {
            Files.writeString(
                    folder.resolve(name), "hmac-sha256:lab:" + TestKey.KNOWN.secret() + "\n");
        }
        Files.writeString(
                folder.resolve("weak.key"), "hmac-md5:lab:" + TestKey.KNOWN.secret() + "\n");
        for (List<String> words :
                List.of(
                        List.of("--tsig-key-file", "one.key", "--tsig-key-file", "two.key"),
                        List.of("--tsig-key-file", "weak.key"),
                        List.of("--allow-weak-tsig"))) {
            var command = new ArrayList<>(List.of("serve", "zones", "--listen", "127.0.0.1:0"));
            command.addAll(words);
            var shown = new CommandFixture(folder).run(command.toArray(String[]::new));
            assertEquals(2, shown.exit(), words + shown.err());
            assertTrue(shown.err().contains(words.size() == 1 ? words.getFirst() : "key"));
        }
    }

    /** The rcode. */
    private static String updated(String address, Optional<TestKey> key) throws Exception {
        var resolver = new SimpleResolver(NameServer.of(address).address());
        resolver.setTimeout(Duration.ofSeconds(5));
        // As of the clock of the screen.
        InstantSource now = () -> Instant.parse("2026-01-02T03:04:05Z");
        key.ifPresent(known -> resolver.setTSIGKey(known.key().signer(now)));
        var update = new Update(Question.name("example.com"));
        update.add(Question.name("_wireguard.new.example.com"), Type.A, 300, "10.9.9.9");
        return Rcode.string(resolver.send(update).getRcode());
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
