package dev.wgmesh.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The expected values were computed with Python's hmac and hashlib; docs/records.md has them. */
class PskSecretTest {
    /** The octets 0 to 31. */
    private static final PskSecret SECRET = secret("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

    /** The public keys of RFC 7748, section 6.1. */
    private static final PublicKey ALICE =
            new PublicKey("hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=");

    private static final PublicKey BOB =
            new PublicKey("3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08=");

    @TempDir Path folder;

    private static PskSecret secret(String text) {
        return switch (PskSecret.parse(text)) {
            case KeyParseResult.Valid<PskSecret>(PskSecret valid) -> valid;
            case KeyParseResult.Invalid<PskSecret>(_, String detail) ->
                    throw new AssertionError(detail);
        };
    }

    @Test
    void a_preshared_key_is_hkdf_of_secret_and_both_public_keys() {
        assertEquals(
                "mWhiyu1k9e+HohEMTEPIqR+dF9UaHPGYl3QgR2V+vtQ=", SECRET.derive(ALICE, BOB).reveal());
        assertEquals("1d419f788a6a3695", SECRET.id());
    }

    @Test
    void both_ends_derive_the_same_key() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        for (int i = 0; i < 100; i++) {
            PublicKey one = PrivateKey.generate(random).publicKey();
            PublicKey other = PrivateKey.generate(random).publicKey();
            assertEquals(SECRET.derive(one, other), SECRET.derive(other, one));
            assertNotEquals(SECRET.derive(one, other), SECRET.derive(one, BOB));
            assertNotEquals(
                    SECRET.derive(one, other), PskSecret.generate(random).derive(one, other));
        }
    }

    /** In base64 '+' is the lesser; its octet 0xfb is the greater. */
    @Test
    void keys_are_sorted_by_their_octets_not_by_their_text() {
        var high = new PublicKey("+yDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=");
        var low = new PublicKey("AZ7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08=");
        assertEquals(
                "Ui7iXaGAw0FZzGEXmCDWKINw2zwEflVEgwJfMSYYUAw=", SECRET.derive(high, low).reveal());
    }

    @Test
    void no_text_of_an_object_holds_a_secret() {
        PresharedKey key = SECRET.derive(ALICE, BOB);
        assertEquals("PresharedKey(hidden)", key.toString());
        assertEquals("PskSecret(1d419f788a6a3695)", SECRET.toString());
    }

    @Test
    void a_file_is_read_with_the_strictness_of_private_keys() throws IOException {
        Path file = folder.resolve("mesh.psk");
        PskFile.create(file, SECRET);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(new PskFile(SECRET, List.of()), PskFile.read(file));
        assertEquals(
                Failure.Kind.REFUSED,
                assertThrows(Failure.class, () -> PskFile.create(file, SECRET)).kind());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(
                file + ": other users can read this secret of preshared keys; chmod 600 " + file,
                PskFile.read(file).warnings().getFirst().toString());
        Files.writeString(file, SECRET.reveal() + SECRET.reveal());
        var failure = assertThrows(Failure.class, () -> PskFile.read(file));
        assertEquals(Failure.Kind.INPUT, failure.kind());
        assertFalse(failure.problems().toString().contains(SECRET.reveal()));
    }
}
