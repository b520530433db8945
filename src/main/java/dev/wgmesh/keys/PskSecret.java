package dev.wgmesh.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * The secret that the nodes of a mesh share, 32 octets: the preshared key of each pair is derived
 * from it. Only {@link #reveal()} returns its text.
 */
public final class PskSecret {
    /** Octets of a secret, and of a preshared key. */
    static final int LENGTH = 32;

    private static final byte[] KEY_LABEL = "wg-mesh psk v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID_LABEL = "wg-mesh psk id v1".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_LENGTH = 8;

    private final byte[] octets;

    /** The pseudorandom key of HKDF's first step, the same for every pair. */
    private final byte[] extracted;

    private final String id;

    private PskSecret(byte[] octets) {
        this.octets = octets;
        this.extracted = new HKDFBytesGenerator(new SHA256Digest()).extractPRK(null, octets);
        this.id = HexFormat.of().formatHex(hkdf(ID_LABEL, ID_LENGTH));
    }

    /**
     * Returns a new secret.
     *
     * @param randomness a cryptographically strong source, such as SecureRandom
     */
    public static PskSecret generate(RandomGenerator randomness) {
        byte[] octets = new byte[LENGTH];
        randomness.nextBytes(octets);
        return new PskSecret(octets);
    }

    /** Parses {@code text}; a fault never quotes it. */
    public static KeyParseResult<PskSecret> parse(String text) {
        return Base64Key.parse(text).map(PskSecret::new);
    }

    /**
     * Returns the preshared key of two peers, the same for both: HKDF-SHA-256 (RFC 5869) of the
     * secret, without salt; info is {@code wg-mesh psk v1} and the 32 octets of each public key,
     * the lesser one first, compared as unsigned octets.
     */
    public PresharedKey derive(PublicKey one, PublicKey other) {
        byte[] first = one.bytes();
        byte[] second = other.bytes();
        boolean sorted = Arrays.compareUnsigned(first, second) <= 0;
        byte[] info = Arrays.copyOf(KEY_LABEL, KEY_LABEL.length + 2 * LENGTH);
        System.arraycopy(sorted ? first : second, 0, info, KEY_LABEL.length, LENGTH);
        System.arraycopy(sorted ? second : first, 0, info, KEY_LABEL.length + LENGTH, LENGTH);
        return PresharedKey.of(hkdf(info, LENGTH));
    }

    private byte[] hkdf(byte[] info, int length) {
        var generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(HKDFParameters.skipExtractParameters(extracted, info));
        byte[] derived = new byte[length];
        generator.generateBytes(derived, 0, length);
        return derived;
    }

    /**
     * Returns a name of the secret that tells nothing of it: 8 octets in hex, HKDF-SHA-256 with the
     * info {@code wg-mesh psk id v1}.
     */
    public String id() {
        return id;
    }

    /** Returns the 44 characters of base64, for the file or the owner's stdout, nowhere else. */
    public String reveal() {
        return Base64.getEncoder().encodeToString(octets);
    }

    /** Compares the bytes in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PskSecret that && MessageDigest.isEqual(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** Returns its id, never the secret. */
    @Override
    public String toString() {
        return "PskSecret(" + id + ")";
    }
}
