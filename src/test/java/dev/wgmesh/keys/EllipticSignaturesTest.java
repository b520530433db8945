package dev.wgmesh.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EllipticSignaturesTest {
    private static final Map<String, String> ALGORITHMS =
            Map.of("SHA256withECDSA", "EC", "Ed25519", "Ed25519");

    /** The order of the base point of P-256 (SEC 2, section 2.4.2). */
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private static final BigInteger ONE = BigInteger.ONE;

    @BeforeAll
    static void install() {
        EllipticSignatures.install();
        EllipticSignatures.install();
    }

    private static Provider own() {
        return Objects.requireNonNull(Security.getProvider("wg-mesh"));
    }

    private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(bits);
        }
        return generator.generateKeyPair();
    }

    private static byte[] signed(String algorithm, KeyPair pair, byte[] text)
            throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(pair.getPrivate());
        signer.update(text);
        return signer.sign();
    }

    private static boolean verifies(String algorithm, KeyPair pair, byte[] text, byte[] signature)
            throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(algorithm, own());
        verifier.initVerify(pair.getPublic());
        verifier.update(text, 0, 1);
        verifier.update(text, 1, text.length - 1);
        return verifier.verify(signature);
    }

    @Test
    void what_the_jdk_signs_verifies_and_no_changed_octet_does() throws Exception {
        var random = new Random(1);
        for (var algorithm : ALGORITHMS.entrySet()) {
            KeyPair pair = pair(algorithm.getValue(), 256);
            KeyPair other = pair(algorithm.getValue(), 256);
            for (int i = 0; i < 30; i++) {
                byte[] text = new byte[1 + random.nextInt(300)];
                random.nextBytes(text);
                byte[] signature = signed(algorithm.getKey(), pair, text);
                assertTrue(verifies(algorithm.getKey(), pair, text, signature));
                assertFalse(verifies(algorithm.getKey(), other, text, signature));
                text[random.nextInt(text.length)] ^= 1;
                assertFalse(verifies(algorithm.getKey(), pair, text, signature));
            }
        }
    }

    @Test
    void every_changed_octet_of_a_signature_makes_it_invalid() throws Exception {
        byte[] text = {1, 2, 3};
        for (var algorithm : ALGORITHMS.entrySet()) {
            KeyPair pair = pair(algorithm.getValue(), 256);
            byte[] signature = signed(algorithm.getKey(), pair, text);
            for (int i = 0; i < signature.length; i++) {
                byte[] changed = signature.clone();
                changed[i] ^= 1;
                try {
                    assertFalse(verifies(algorithm.getKey(), pair, text, changed), i + "");
                } catch (SignatureException _) {
                    // not DER: as the JDK says it
                }
            }
        }
    }

    @Test
    void zero_the_order_and_what_is_not_der_are_no_signature() throws Exception {
        KeyPair pair = pair("EC", 256);
        byte[] zero = {0x30, 6, 2, 1, 0, 2, 1, 0};
        assertFalse(verifies("SHA256withECDSA", pair, new byte[] {1}, zero));
        assertFalse(verifies("SHA256withECDSA", pair, new byte[] {1}, der(ORDER, ONE)));
        assertFalse(verifies("SHA256withECDSA", pair, new byte[] {1}, der(ONE, ORDER)));
        for (byte[] bad :
                new byte[][] {{}, {0x30}, {0x30, 0}, {0x30, 2, 2, 0}, {0x30, 3, 2, 1, 1}, {2, 1}}) {
            assertThrows(
                    SignatureException.class,
                    () -> verifies("SHA256withECDSA", pair, new byte[] {1}, bad));
        }
    }

    /** The signature of two numbers (RFC 3279, section 2.2.3). */
    private static byte[] der(BigInteger r, BigInteger s) {
        byte[] first = r.toByteArray();
        byte[] second = s.toByteArray();
        return ByteBuffer.allocate(6 + first.length + second.length)
                .put((byte) 0x30)
                .put((byte) (4 + first.length + second.length))
                .put((byte) 2)
                .put((byte) first.length)
                .put(first)
                .put((byte) 2)
                .put((byte) second.length)
                .put(second)
                .array();
    }

    @Test
    void signing_and_other_curves_are_left_to_the_jdk() throws Exception {
        byte[] text = {1, 2, 3};
        for (int bits : new int[] {256, 384, 521}) {
            KeyPair pair = pair("EC", bits);
            byte[] signature = signed("SHA256withECDSA", pair, text);
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(pair.getPublic());
            verifier.update(text);
            assertTrue(verifier.verify(signature), bits + "");
            assertEquals(bits == 256, verifier.getProvider().equals(own()), bits + "");
        }
        KeyPair pair = pair("Ed25519", 0);
        assertArrayEquals(signed("Ed25519", pair, text), signed("Ed25519", pair, text));
    }
}
