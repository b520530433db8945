package dev.wgmesh.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.Seeds;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrivateKeyTest {
    /** RFC 7748, section 6.1. */
    private static final String ALICE =
            "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";

    @Test
    void the_public_keys_are_those_of_rfc_7748() {
        assertEquals(
                "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
                publicKey(ALICE));
        assertEquals(
                "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
                publicKey("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
    }

    @Test
    void bits_that_clamping_sets_or_clears_do_not_matter() {
        String expected = publicKey(ALICE);
        assertEquals(expected, publicKey("70" + ALICE.substring(2)));
        assertEquals(expected, publicKey(ALICE.substring(0, 62) + "6a"));
        assertEquals(expected, publicKey(ALICE.substring(0, 62) + "ea"));
        assertNotEquals(expected, publicKey("7f" + ALICE.substring(2)));
    }

    @Test
    void the_keys_of_all_zeros_and_all_ones_are_clamped_too() {
        assertEquals(publicKey("00".repeat(31) + "40"), publicKey("00".repeat(32)));
        assertEquals(publicKey("f8" + "ff".repeat(30) + "7f"), publicKey("ff".repeat(32)));
    }

    @Test
    void a_new_key_is_clamped_and_read_back() {
        Seeds.check(
                200,
                random -> {
                    PrivateKey key = PrivateKey.generate(random);
                    byte[] scalar = Base64.getDecoder().decode(key.reveal());
                    assertEquals(0, scalar[0] & 7);
                    assertEquals(0x40, scalar[31] & 0xc0);
                    assertTrue(key.isClamped());
                    assertEquals(key, key(key.reveal()));
                    assertEquals(key.hashCode(), key(key.reveal()).hashCode());
                });
    }

    @Test
    void a_key_with_a_bit_that_clamping_sets_or_clears_is_not_clamped() {
        String middle = "11".repeat(30);
        assertTrue(key(text("f8" + middle + "7f")).isClamped());
        assertTrue(key(text("00" + middle + "40")).isClamped());
        for (String ends : List.of("01 40", "02 40", "04 40", "00 00", "00 3f", "00 c0", "00 80")) {
            assertFalse(key(text(ends.replace(" ", middle))).isClamped(), ends);
        }
    }

    @Test
    void it_cannot_be_printed_by_accident() {
        PrivateKey key = key("yFlXT2A5TTg9xcPfxolP0arOR+Ua+z8NlAcaKoTpm2E=");
        assertFalse((key + " " + new KeyParseResult.Valid<>(key)).contains("yFlX"));
    }

    private static String publicKey(String hex) {
        return HexFormat.of().formatHex(key(text(hex)).publicKey().bytes());
    }

    private static String text(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    private static PrivateKey key(String text) {
        return switch (PrivateKey.parse(text)) {
            case KeyParseResult.Valid<PrivateKey>(PrivateKey key) -> key;
            case KeyParseResult.Invalid<PrivateKey>(_, String detail) ->
                    throw new AssertionError(detail);
        };
    }
}
