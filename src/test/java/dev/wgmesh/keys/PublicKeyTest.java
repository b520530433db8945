package dev.wgmesh.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.Seeds;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PublicKeyTest {
    private static final String CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ \n\u00e9\u4e2d";

    /** Returns the text of a random key, changed in a place or two. */
    private static String changed(RandomGenerator random) {
        byte[] key = new byte[random.nextInt(10) == 0 ? 31 : 32];
        random.nextBytes(key);
        var text = new StringBuilder(Base64.getEncoder().encodeToString(key));
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextBoolean() ? text.length() - 2 : random.nextInt(text.length());
            text.setCharAt(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }

    @Test
    void a_text_is_a_key_where_decoding_it_and_encoding_it_gives_the_same() {
        Seeds.check(
                2000,
                random -> {
                    String text = changed(random);
                    boolean valid = Base64Key.parse(text) instanceof KeyParseResult.Valid<byte[]> _;
                    assertEquals(valid, Base64Key.isKey(text), text);
                    assertEquals(
                            valid,
                            PublicKey.parse(text) instanceof KeyParseResult.Valid<PublicKey> _,
                            text);
                });
    }

    @Test
    void the_points_of_low_order_are_found_with_and_without_the_high_bit() {
        for (String hex :
                List.of(
                        "00".repeat(32),
                        "01" + "00".repeat(31),
                        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                        "ec" + "ff".repeat(30) + "7f",
                        "ed" + "ff".repeat(30) + "7f",
                        "ee" + "ff".repeat(30) + "7f")) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            assertTrue(PublicKey.of(bytes).isLowOrder(), hex);
            bytes[31] |= (byte) 0x80;
            assertTrue(PublicKey.of(bytes).isLowOrder(), hex);
        }
    }
}
