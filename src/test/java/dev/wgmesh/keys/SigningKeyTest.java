package dev.wgmesh.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.testing.Signers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of signers, and their files. */
class SigningKeyTest {
    @TempDir Path folder;

    @Test
    void keys_and_signatures_are_those_of_rfc_8032() {
        assertEquals(
                "ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                Signers.RFC.verifyKey().text());
        assertEquals(
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                        + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
                HexFormat.of().formatHex(Signers.RFC.sign("")));
        assertEquals("21fe31dfa154a261", Signers.RFC.verifyKey().id());
    }

    @Test
    void only_its_own_signature_over_the_same_text_verifies() {
        byte[] signature = Signers.RFC.sign("text");
        assertTrue(Signers.RFC.verifyKey().verifies("text", signature));
        assertFalse(Signers.RFC.verifyKey().verifies("text ", signature));
        assertFalse(Signers.SECOND.verifyKey().verifies("text", signature));
        assertFalse(Signers.RFC.verifyKey().verifies("text", new byte[63]));
    }

    @Test
    void what_is_not_a_key_of_a_signer_is_refused() {
        String good = Signers.RFC.verifyKey().text();
        for (String bad :
                List.of(
                        "",
                        good.substring("ed25519:".length()),
                        good + "=",
                        good.replace("Ro=", "Rp="),
                        // points of order 1 and 2
                        "ed25519:AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                        "ed25519:7P///////////////////////////////////////38=",
                        Signers.RFC.reveal())) {
            assertInstanceOf(KeyParseResult.Invalid.class, VerifyKey.parse(bad), bad);
        }
        assertInstanceOf(KeyParseResult.Invalid.class, SigningKey.parse(good));
        assertInstanceOf(KeyParseResult.Invalid.class, PrivateKey.parse(Signers.RFC.reveal()));
    }

    @Test
    void a_key_file_is_private_and_no_text_shows_the_key() throws IOException {
        Path file = folder.resolve("signer.key");
        SigningKey key =
                SigningKey.generate(RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        SigningKeyFile.create(file, key);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(key, SigningKeyFile.read(file));
        assertFalse(key.toString().contains(key.reveal()));
        assertThrows(Failure.class, () -> SigningKeyFile.create(file, key));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        var failure = assertThrows(Failure.class, () -> SigningKeyFile.read(file));
        assertEquals(
                "["
                        + file
                        + ": other users have access to this signing key; chmod 600 "
                        + file
                        + "]",
                failure.problems().toString());
    }

    @Test
    void a_folder_is_no_key_file_and_its_permissions_are_right() {
        var failure = assertThrows(Failure.class, () -> SigningKeyFile.read(folder));
        assertEquals(
                "[" + folder + ": is a directory; give the path of a file]",
                failure.problems().toString());
    }

    @Test
    void a_file_of_signers_has_one_a_line_and_comments() throws IOException {
        Path file = folder.resolve("lock");
        String one = Signers.RFC.verifyKey().text();
        String two = Signers.SECOND.verifyKey().text();
        Files.writeString(file, "# signers\n\n" + one + " alice, until 2027\n  " + two + "\n");
        assertEquals(
                List.of(one, two), VerifyKeyFile.read(file).stream().map(VerifyKey::text).toList());
        Files.writeString(file, one + "\nnonsense\n" + Signers.RFC.reveal() + "\n");
        var failure = assertThrows(Failure.class, () -> VerifyKeyFile.read(file));
        assertEquals(2, failure.problems().size());
        assertFalse(failure.problems().toString().contains(Signers.RFC.reveal()));
        Files.writeString(file, "# none\n");
        assertThrows(Failure.class, () -> VerifyKeyFile.read(file));
        Files.writeString(file, one + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertThrows(Failure.class, () -> VerifyKeyFile.read(file));
    }
}
