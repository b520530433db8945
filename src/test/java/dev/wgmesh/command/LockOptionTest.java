package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.lock.MemberSignature;
import dev.wgmesh.lock.SignedRecords;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.Signers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that read a mesh, with a lock. */
class LockOptionTest {
    private static final String MESH = "_p2p.example.com";
    private static final String A = "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=";
    private static final String B = "meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-04-01T00:00:00Z");

    @TempDir Path folder;
    private Instant now = NOW;

    @BeforeEach
    void zone() throws IOException {
        Files.createDirectory(folder.resolve("zones"));
        write("10.0.0.2");
        Files.writeString(folder.resolve("lock"), Signers.RFC.verifyKey() + " alice\n");
    }

    /** Writes a zone in which the address of node-b may be another than the signed one. */
    private void write(String address) throws IOException {
        Files.writeString(
                folder.resolve("zones/example.com.zone"),
                """
                $TTL 300
                @ SOA ns1 hostmaster 1 3600 900 604800 60
                @ NS ns1
                ns1 A 192.0.2.53
                _p2p TXT "node-a.example.com"
                _p2p TXT "node-b.example.com"
                node-b A 203.0.113.202
                _wireguard.node-a TXT "%s"
                _wireguard.node-a A 10.0.0.1
                _sig._wireguard.node-a TXT "%s"
                _wireguard.node-b TXT "%s"
                _wireguard.node-b A %s
                _sig._wireguard.node-b TXT "%s"
                """
                        .formatted(
                                A,
                                signature("node-a.example.com", A, "10.0.0.1"),
                                B,
                                address,
                                signature("node-b.example.com", B, "10.0.0.2")));
    }

    private static String signature(String host, String key, String address) {
        var records =
                new SignedRecords(
                        new MeshName(MESH),
                        new HostName(host),
                        new PublicKey(key),
                        Optional.empty(),
                        List.of(IpAddress.of(address)),
                        List.of());
        return MemberSignature.sign(records, END, Signers.RFC).text();
    }

    private CommandOutput run(String... words) {
        return new CommandFixture(folder).clock(InstantSource.fixed(now)).run(words);
    }

    @Test
    void a_signed_mesh_is_listed_as_without_a_lock() {
        assertEquals(run("list", MESH), run("list", MESH, "--lock", "lock"));
    }

    @Test
    void a_changed_member_is_unknown_to_every_command() throws IOException {
        write("10.0.0.66");
        String warning =
                """
                warning: _sig._wireguard.node-b.example.com TXT: has a signature that is over other records than the present ones
                  fix: if the records are right, sign them: wg-mesh lock request node-b.example.com
                """;
        CommandOutput list = run("list", MESH, "--lock", "lock");
        assertTrue(list.out().contains("node-b.example.com  ? "), list.out());
        assertTrue(list.err().contains(warning), list.err());
        CommandOutput show = run("show", "node-b.example.com", "--lock", "lock");
        assertTrue(show.out().contains("key        ?"), show.out());
        assertTrue(show.err().contains(warning), show.err());
        CommandOutput plan = run("plan", MESH, "--as", "node-a.example.com", "--lock", "lock");
        assertTrue(plan.out().lines().noneMatch(line -> line.contains("10.0.0.66")), plan.out());
        assertTrue(plan.err().contains(warning), plan.err());
        CommandOutput json = run("list", MESH, "--lock", "lock", "-o", "json");
        assertTrue(json.out().contains("\"signedUntil\": \"2026-04-01T00:00:00Z\""), json.out());
        assertTrue(json.out().contains("over other records than the present ones"), json.out());
    }

    @Test
    void validate_verifies_with_a_lock_only() throws IOException {
        write("10.0.0.66");
        assertTrue(run("validate", MESH).out().lines().noneMatch(line -> line.contains(" L0")));
        CommandOutput validate = run("validate", MESH, "--zones", "zones", "--lock", "lock");
        assertEquals(1, validate.exit());
        assertTrue(validate.out().contains("error L003: "), validate.out());
        assertTrue(validate.out().contains("error L005: "), validate.out());
        assertTrue(validate.out().lines().noneMatch(line -> line.contains("L001")));
    }

    @Test
    void the_lock_of_the_settings_holds_where_flags_name_the_place() throws IOException {
        write("10.0.0.66");
        Files.writeString(
                folder.resolve("wg-mesh.toml"), "lock = [\"" + Signers.RFC.verifyKey() + "\"]\n");
        for (CommandOutput list :
                List.of(run("list", MESH), run("list", MESH, "--zones", "zones"))) {
            assertTrue(list.out().contains("node-b.example.com  ? "), list.out());
        }
        Files.writeString(folder.resolve("lock"), Signers.SECOND.verifyKey() + "\n");
        CommandOutput other = run("list", MESH, "--lock", "lock");
        assertTrue(other.out().contains("node-a.example.com  ? "), other.out());
    }

    @Test
    void the_end_of_a_signature_is_reported_ahead() {
        now = END.minusSeconds(3600);
        CommandOutput list = run("list", MESH, "--lock", "lock");
        assertTrue(
                list.err()
                        .contains(
                                """
                                warning: node-a.example.com: its signature ends at 2026-04-01T00:00:00Z
                                  fix: sign its records again: wg-mesh lock request node-a.example.com
                                """),
                list.err());
        now = END;
        assertTrue(run("list", MESH, "--lock", "lock").err().contains("signature that is expired"));
    }

    @Test
    void a_lock_that_is_no_file_of_signers_stops_the_command() throws IOException {
        assertEquals(3, run("list", MESH, "--lock", "none").exit());
        Files.writeString(folder.resolve("lock"), "x\n");
        CommandOutput list = run("list", MESH, "--lock", "lock");
        assertEquals(2, list.exit());
        assertTrue(
                list.err().contains("lock:1: the signer's public key does not begin"), list.err());
    }

    @Test
    void a_pass_takes_the_lock() throws IOException {
        write("10.0.0.66");
        var apply =
                run("apply", MESH, "--zones", "zones", "--lock", "none", "--state-dir", "state");
        assertEquals(3, apply.exit());
        assertTrue(apply.err().contains("none"), apply.err());
    }
}
