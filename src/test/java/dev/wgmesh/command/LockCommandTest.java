package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lock init}, {@code request}, {@code sign} and {@code status}, and {@code push}. */
class LockCommandTest {
    private static final String MESH = "_p2p.example.com";
    private static final String A = "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=";
    private static final String B = "meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=";

    private static final String KEY_C = "mEshKpyb8WxRc8OyF9sH5bQVaSBFa1Zk0Red6x704WY=";
    private static final String NEXT_C = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    @TempDir Path folder;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void zone() throws IOException {
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(
                folder.resolve("zones/example.com.zone"),
                """
                $TTL 300
                @ SOA ns1 hostmaster 1 3600 900 604800 60
                @ NS ns1
                ns1 A 192.0.2.53
                _p2p TXT "node-a.example.com"
                _p2p TXT "node-b.example.com"
                _wireguard.node-a TXT "%s"
                _wireguard.node-a A 10.0.0.1
                _wireguard.node-b TXT "%s"
                _wireguard.node-b A 10.0.0.2
                _meta._wireguard.node-b TXT "net=10.7.0.0/16"
                """
                        .formatted(A, B));
    }

    private CommandOutput run(String... words) {
        return new CommandFixture(folder).clock(InstantSource.fixed(now)).run(words);
    }

    private CommandOutput good(String... words) {
        CommandOutput output = run(words);
        assertEquals(0, output.exit(), String.join(" ", words) + "\n" + output.err());
        return output;
    }

    private void init(String name) throws IOException {
        CommandOutput made =
                new CommandFixture(folder)
                        .randomness(new SplittableRandom(name.hashCode()))
                        .run("lock", "init", "--out", name + ".key");
        String line = made.out();
        assertTrue(line.startsWith("lock = [\"ed25519:"), line);
        Files.writeString(folder.resolve(name + ".pub"), line.split("\"")[1] + "\n");
    }

    private void signAll(String name, String... more) throws IOException {
        Files.deleteIfExists(folder.resolve("request.json"));
        Files.deleteIfExists(folder.resolve("signed.json"));
        good("lock", "request", "--mesh", MESH, "--out", "request.json");
        good(
                "lock",
                "sign",
                "request.json",
                "--key",
                name + ".key",
                "--out",
                "signed.json",
                "--yes");
        good("push", "signed.json", "--zones", "zones", "--state-dir", "state");
    }

    @Test
    void a_mesh_is_signed_away_from_dns_and_its_nodes_believe_it() throws IOException {
        init("one");
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("one.key"))));
        CommandOutput before = run("lock", "status", "--mesh", MESH, "--lock", "one.pub");
        assertEquals(1, before.exit());
        assertEquals(
                """
                MEMBER              SIGNED UNTIL  BY  STATUS
                node-a.example.com  -             -   has no signature
                node-b.example.com  -             -   has no signature
                """,
                before.out());
        signAll("one");
        CommandOutput after = good("lock", "status", "--mesh", MESH, "--lock", "one.pub");
        assertTrue(after.out().contains("node-b.example.com  2026-04-01T00:00:00Z  "), after.out());
        assertTrue(after.out().contains("valid"), after.out());
        CommandOutput list = good("list", MESH, "--lock", "one.pub");
        assertFalse(list.out().contains("?"), list.out());
        // nothing is left to publish
        assertEquals(
                "nothing to do\n",
                good("push", "signed.json", "--zones", "zones", "--state-dir", "state").out());
    }

    @Test
    void what_is_signed_is_shown_and_needs_consent() throws IOException {
        init("one");
        good("lock", "request", "node-b.example.com", "--out", "request.json");
        CommandOutput sign =
                run("lock", "sign", "request.json", "--key", "one.key", "--out", "signed.json");
        assertEquals(2, sign.exit());
        assertTrue(
                sign.err()
                        .contains(
                                """
                                node-b.example.com until 2026-04-01T00:00:00Z (no published signature)
                                  key        %s
                                  addresses  10.0.0.2
                                  nets       10.7.0.0/16
                                """
                                        .formatted(B)),
                sign.err());
        assertFalse(sign.err().contains("node-a"), sign.err());
        assertFalse(Files.exists(folder.resolve("signed.json")));
        CommandOutput days =
                good(
                        "lock",
                        "sign",
                        "request.json",
                        "--key",
                        "one.key",
                        "--out",
                        "signed.json",
                        "--days",
                        "10",
                        "--yes");
        assertTrue(days.err().contains("until 2026-01-11T00:00:00Z"), days.err());
    }

    @Test
    void a_second_signature_ends_later_than_the_first() throws IOException {
        init("one");
        signAll("one");
        signAll("one");
        CommandOutput status = good("lock", "status", "--mesh", MESH, "--lock", "one.pub");
        assertTrue(status.out().contains("2026-04-01T00:00:01Z"), status.out());
        now = now.plus(Duration.ofDays(89));
        CommandOutput late = good("lock", "status", "--mesh", MESH, "--lock", "one.pub");
        assertTrue(
                late.err().contains("node-a.example.com: its signature ends at 2026-04-01"),
                late.err());
        now = now.plus(Duration.ofDays(2));
        CommandOutput ended = run("lock", "status", "--mesh", MESH, "--lock", "one.pub");
        assertEquals(1, ended.exit());
        assertTrue(ended.out().contains("has a signature that is expired"), ended.out());
    }

    @Test
    void two_signers_sign_one_after_the_other() throws IOException {
        init("one");
        init("two");
        Files.writeString(
                folder.resolve("wg-mesh.toml"),
                "mesh = \"%s\"\nlock = [\"%s\", \"%s\"]\nlock-signatures = 2\n"
                        .formatted(
                                MESH,
                                Files.readString(folder.resolve("one.pub")).strip(),
                                Files.readString(folder.resolve("two.pub")).strip()));
        signAll("one");
        CommandOutput half = run("lock", "status");
        assertEquals(1, half.exit());
        assertTrue(half.out().contains("has 1 of 2 signatures"), half.out());
        signAll("two");
        assertEquals(0, run("lock", "status").exit());
        CommandOutput json = good("lock", "status", "-o", "json");
        assertTrue(json.out().contains("\"accepted\": true"), json.out());
    }

    @Test
    void records_that_changed_since_the_request_are_not_signed() throws IOException {
        init("one");
        good("lock", "request", "--out", "request.json");
        good("lock", "sign", "request.json", "--key", "one.key", "--out", "signed.json", "--yes");
        Path zone = folder.resolve("zones/example.com.zone");
        Files.writeString(zone, Files.readString(zone).replace("10.0.0.2", "10.0.0.66"));
        CommandOutput push = run("push", "signed.json", "--zones", "zones");
        assertEquals(4, push.exit());
        assertTrue(
                push.err()
                        .contains(
                                "error: node-b.example.com: has other records now than those that"
                                        + " were signed"),
                push.err());
        assertFalse(Files.readString(zone).contains("_sig"));
    }

    @Test
    void a_forged_or_unsigned_bundle_is_not_published() throws IOException {
        init("one");
        init("two");
        good("lock", "request", "--out", "request.json");
        CommandOutput unsigned = run("push", "request.json", "--zones", "zones");
        assertEquals(4, unsigned.exit());
        assertTrue(unsigned.err().contains("is not signed in this bundle"), unsigned.err());
        good("lock", "sign", "request.json", "--key", "one.key", "--out", "signed.json", "--yes");
        String text = Files.readString(folder.resolve("signed.json"));
        String other = Files.readString(folder.resolve("two.pub")).strip();
        String signer = Files.readString(folder.resolve("one.pub")).strip();
        Files.writeString(folder.resolve("forged.json"), text.replace(signer, other));
        CommandOutput forged = run("push", "forged.json", "--zones", "zones");
        assertEquals(4, forged.exit());
        assertTrue(forged.err().contains("that its signer did not make"), forged.err());
        for (String broken :
                new String[] {
                    "{}",
                    text.substring(0, text.length() / 2),
                    text.replace("10.0.0.2", "10.0.0.999"),
                    text.replace("v=1 ", "v=1  "),
                    text.replace("\"mesh\"", "\"mash\"")
                }) {
            Files.writeString(folder.resolve("broken.json"), broken);
            assertEquals(2, run("push", "broken.json", "--zones", "zones").exit(), broken);
            assertEquals(
                    2,
                    run("lock", "sign", "broken.json", "--key", "one.key", "--out", "x", "--yes")
                            .exit(),
                    broken);
        }
    }

    /** Whoever writes the zone may publish any end; no node accepts one so late. */
    @Test
    void no_command_signs_for_longer_than_nodes_accept() throws IOException {
        init("one");
        Path zone = folder.resolve("zones/example.com.zone");
        Files.writeString(
                zone,
                Files.readString(zone)
                        + "_sig._wireguard.node-b TXT \"v=1 signer=0123456789abcdef"
                        + " exp=99991231T235959Z sig="
                        + "A".repeat(86)
                        + "==\"\n");
        String before = Files.readString(zone);
        good("lock", "request", "--out", "request.json");
        String refused =
                """
                error: node-b.example.com: has a published signature that ends so late that a later one would be valid for more than 400 days
                  fix: remove the TXT records at _sig._wireguard.node-b.example.com and %s again
                """;
        CommandOutput sign =
                run("lock", "sign", "request.json", "--key", "one.key", "--out", "s", "--yes");
        assertEquals(4, sign.exit());
        assertEquals(refused.formatted("make the bundle"), sign.err());
        CommandOutput set =
                run("set", "node-b.example.com", "--ip", "10.0.0.9", "--sign", "one.key", "--yes");
        assertEquals(4, set.exit());
        assertTrue(set.err().contains(refused.formatted("run the command")), set.err());
        assertEquals(before, Files.readString(zone));
    }

    @Test
    void each_action_takes_only_its_own_options() {
        for (String wrong :
                new String[] {
                    "lock init",
                    "lock init x --out k",
                    "lock init --out k --mesh _p2p.example.com",
                    "lock request",
                    "lock request --out r --days 3",
                    "lock request Node_a --out r",
                    "lock request node-x.example.com --out r",
                    "lock sign --key k --out s",
                    "lock sign b --out s",
                    "lock sign b c --key k --out s",
                    "lock sign b --key k --out s --zones zones",
                    "lock sign b --key k --out s --days 400",
                    "lock status --yes",
                    "lock status",
                    "lock nothing"
                }) {
            CommandOutput output = run(wrong.split(" "));
            assertEquals(2, output.exit(), wrong + output.err());
            assertTrue(output.err().contains("fix: "), wrong + output.err());
        }
    }

    private String status() {
        return run("lock", "status", "--mesh", MESH, "--lock", "one.pub").out();
    }

    private long valid() {
        return status().lines().filter(line -> line.endsWith(" valid")).count();
    }

    @Test
    void commands_that_write_a_member_sign_it() throws IOException {
        init("one");
        signAll("one");
        good(
                "join",
                "node-c.example.com",
                "--public-key",
                KEY_C,
                "--ip",
                "10.0.0.3",
                "--sign",
                "one.key");
        assertEquals(3, valid(), status());
        CommandOutput again =
                good("join", "node-c.example.com", "--public-key", KEY_C, "--sign", "one.key");
        assertTrue(again.out().contains("has joined already"), again.out());
        good("set", "node-c.example.com", "--ip", "10.0.0.9", "--sign", "one.key", "--yes");
        assertEquals(3, valid(), status());
        good(
                "rotate",
                "node-c.example.com",
                "--prepare",
                "--public-key",
                NEXT_C,
                "--sign",
                "one.key");
        assertEquals(3, valid(), status());
        good("rotate", "node-c.example.com", "--commit", "--now", "--sign", "one.key", "--yes");
        assertEquals(3, valid(), status());
        good("leave", "node-c.example.com", "--yes");
        String zone = Files.readString(folder.resolve("zones/example.com.zone"));
        assertFalse(zone.contains("_sig._wireguard.node-c"), zone);
    }

    @Test
    void a_change_that_makes_a_signature_invalid_says_so() throws IOException {
        init("one");
        signAll("one");
        String warning =
                """
                warning: node-b.example.com: has a signature that this change makes invalid: nodes with a lock keep its last good records
                  fix: sign the new records: add --sign KEYFILE, or run wg-mesh lock request node-b.example.com
                """;
        CommandOutput set = good("set", "node-b.example.com", "--ip", "10.0.0.9", "--yes");
        assertTrue(set.err().contains(warning), set.err());
        CommandOutput rotate =
                good("rotate", "node-a.example.com", "--prepare", "--public-key", NEXT_C, "--yes");
        assertTrue(rotate.err().contains(warning.replace("node-b", "node-a")), rotate.err());
        CommandOutput site = good("set", "node-a.example.com", "--site", "home");
        assertFalse(site.err().contains("signature"), site.err());
        assertEquals(0, valid(), status());
    }
}
