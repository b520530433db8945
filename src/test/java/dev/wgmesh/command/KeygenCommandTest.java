package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PskFile;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.CommandFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KeygenCommandTest {
    private static final String PRIVATE = "yFlXT2A5TTg9xcPfxolP0arOR+Ua+z8NlAcaKoTpm2E=";

    @TempDir Path folder;

    @Test
    void a_pair_is_printed_as_wg_writes_keys() {
        var shown = new CommandFixture(folder).run("keygen");
        assertTrue(
                shown.out().matches("PrivateKey = [^ \n]{43}=\nPublicKey = [^ \n]{43}=\n"),
                shown.out());
        assertEquals("", shown.err());
        String key = shown.out().lines().findFirst().orElseThrow().substring(13);
        assertEquals(
                shown.out().lines().skip(1).findFirst().orElseThrow().substring(12) + "\n",
                new CommandFixture(folder).input(key + "\n").run("keygen", "--pubkey").out());
    }

    @Test
    void many_pairs_are_all_different() {
        var shown = new CommandFixture(folder).run("keygen", "--count", "20");
        assertEquals(40, shown.out().lines().filter(l -> !l.isEmpty()).distinct().count());
    }

    @Test
    void json_holds_a_list_of_keys() {
        JsonNode document =
                JsonMapper.shared()
                        .readTree(new CommandFixture(folder).run("keygen", "-o", "json").out());
        assertEquals(
                List.of("format", "version", "keys", "problems"),
                List.copyOf(document.propertyNames()));
        assertEquals("wg-mesh/keys", document.get("format").asString());
        assertEquals(1, document.get("keys").size());
        assertEquals(
                List.of("privateKey", "publicKey"),
                List.copyOf(document.get("keys").get(0).propertyNames()));
    }

    @Test
    void a_key_file_is_for_its_owner_only_and_the_private_key_is_not_printed() throws IOException {
        var shown = new CommandFixture(folder).run("keygen", "--out", "a.key");
        Path file = folder.resolve("a.key");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String key = Files.readString(file);
        assertEquals(45, key.length());
        assertFalse((shown.out() + shown.err()).contains(key.strip()));
        assertEquals(
                shown.out(), new CommandFixture(folder).input(key).run("keygen", "--pubkey").out());
        assertEquals(List.of(file), Files.list(folder).toList());
    }

    @Test
    void a_key_file_that_exists_stays_unless_forced() throws IOException {
        Path file = Files.writeString(folder.resolve("a.key"), "mine\n");
        var shown = new CommandFixture(folder).run("keygen", "--out", "a.key");
        assertEquals(4, shown.exit());
        assertEquals(
                "error: " + file + ": already exists\n  fix: give another file, or add --force\n",
                shown.err());
        assertEquals("mine\n", Files.readString(file));
        assertEquals(
                0, new CommandFixture(folder).run("keygen", "--out", "a.key", "--force").exit());
        assertEquals(45, Files.size(file));
    }

    @Test
    void a_key_file_never_replaces_a_device_a_folder_or_a_dangling_link() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        Files.createDirectory(folder.resolve("folder"));
        for (String target : List.of("/dev/null", "folder", "link")) {
            assertTrue(
                    new CommandFixture(folder).run("keygen", "--out", target).exit() == 4, target);
            int forced =
                    new CommandFixture(folder).run("keygen", "--out", target, "--force").exit();
            assertTrue(forced == 4 || forced == 3, target);
        }
        assertFalse(Files.exists(folder.resolve("nowhere")));
    }

    @Test
    void a_key_file_in_no_folder_is_reported() {
        var shown = new CommandFixture(folder).run("keygen", "--out", "no/a.key");
        assertEquals(3, shown.exit());
        assertEquals(
                """
                error: %1$s/no/a.key: the folder %1$s/no does not exist
                  fix: create the folder: mkdir -p -m 700 %1$s/no
                """
                        .formatted(folder),
                shown.err());
        assertFalse(Files.exists(folder.resolve("no")));
    }

    @Test
    void a_secret_of_preshared_keys_is_printed_or_saved_for_its_owner_only() throws IOException {
        var shown = new CommandFixture(folder).run("keygen", "--psk");
        assertTrue(shown.out().matches("[^ \n]{43}=\n"), shown.out());
        assertEquals("", shown.err());
        var saved = new CommandFixture(folder).run("keygen", "--psk", "--out", "mesh.psk");
        Path file = folder.resolve("mesh.psk");
        assertEquals("secret of preshared keys written to mesh.psk\n", saved.err());
        assertEquals("id " + PskFile.read(file).secret().id() + "\n", saved.out());
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String secret = Files.readString(file).strip();
        assertFalse((saved.out() + saved.err()).contains(secret));
        assertEquals(
                4, new CommandFixture(folder).run("keygen", "--psk", "--out", "mesh.psk").exit());
        assertEquals(secret, Files.readString(file).strip());
        JsonNode document =
                JsonMapper.shared()
                        .readTree(
                                new CommandFixture(folder)
                                        .run("keygen", "--psk", "-o", "json")
                                        .out());
        assertEquals(List.of("secret", "id"), List.copyOf(document.get("psk").propertyNames()));
        assertEquals(2, new CommandFixture(folder).run("keygen", "--psk", "--pubkey").exit());
    }

    @Test
    void the_folder_of_the_settings_is_created_with_the_first_key() throws IOException {
        Path settings = folder.resolve("etc/wg-mesh");
        PrivateKey key = PrivateKey.generate(new Random(1));
        new NewKeyFile(settings.resolve("wg0.key"), settings).create(key);
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)));
        assertEquals(45, Files.size(settings.resolve("wg0.key")));
        var below = new NewKeyFile(settings.resolve("x/wg0.key"), settings);
        assertThrows(Failure.class, () -> below.create(key));
        var elsewhere = new NewKeyFile(folder.resolve("x/wg0.key"), settings);
        assertThrows(Failure.class, () -> elsewhere.replace(key));
    }

    @Test
    void a_dash_is_stdout() {
        var shown = new CommandFixture(folder).run("keygen", "--out", "-");
        assertEquals(45, shown.out().length());
        String publicKey =
                new CommandFixture(folder).input(shown.out()).run("keygen", "--pubkey").out();
        assertEquals("PublicKey = " + publicKey, shown.err());
        assertFalse(Files.exists(folder.resolve("-")));
        assertEquals(2, new CommandFixture(folder).run("keygen", "--out", "-", "--force").exit());
    }

    @Test
    void the_public_key_is_the_one_wg_pubkey_gives() {
        assertEquals(
                "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI=\n",
                new CommandFixture(folder).input(PRIVATE + "\n").run("keygen", "--pubkey").out());
    }

    @Test
    void a_malformed_key_is_reported_and_never_quoted() {
        told("", "is empty");
        told("not a key!", "the private key is not base64");
        told(PRIVATE.substring(0, 43), "the private key is not canonical base64");
        told("A".repeat(41) + "A==", "the private key has 31 bytes, expected 32");
        told("A".repeat(44), "the private key has 33 bytes, expected 32");
        told("A".repeat(42) + "B=", "the private key is not canonical base64");
        told(PRIVATE + "\n" + PRIVATE, "the private key is not base64");
    }

    private void told(String input, String fault) {
        var shown = new CommandFixture(folder).input(input).run("keygen", "--pubkey");
        assertEquals(2, shown.exit(), fault);
        assertTrue(shown.err().contains("standard input: " + fault), shown.err());
        assertEquals("", shown.out());
        assertTrue(input.length() < 8 || !shown.err().contains(input.strip()), shown.err());
    }

    @Test
    void options_that_contradict_each_other_are_wrong_usage() {
        for (String words :
                List.of(
                        "--out a --count 2",
                        "--pubkey --out a",
                        "--pubkey --count 2",
                        "--force",
                        "--count 0",
                        "--count -1",
                        "--count 1 --count 2")) {
            var shown = new CommandFixture(folder).run(("keygen " + words).split(" "));
            assertEquals(2, shown.exit(), words);
            assertEquals("", shown.out());
        }
    }
}
