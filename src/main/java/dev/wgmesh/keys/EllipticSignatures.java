package dev.wgmesh.keys;

import java.io.ByteArrayOutputStream;
import java.io.Serial;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * Verification of ECDSA P-256 and Ed25519 for the JDK's {@link java.security.Signature}, which
 * dnsjava uses: ten times as fast as the JDK's own. All else is left to the JDK, signing included.
 */
public final class EllipticSignatures extends Provider {
    private static final String NAME = "wg-mesh";
    private static final int P256_BITS = 256;

    @Serial private static final long serialVersionUID = 1;

    private EllipticSignatures() {
        super(NAME, "1", "Verifies signatures of ECDSA P-256 and Ed25519");
        putService(service("SHA256withECDSA", Ecdsa::new));
        putService(service("Ed25519", EdDsa::new));
    }

    private Service service(String algorithm, Supplier<SignatureSpi> verifier) {
        return new Service(this, "Signature", algorithm, NAME, null, null) {
            @Override
            public Object newInstance(@Nullable Object parameter) {
                return verifier.get();
            }

            @Override
            public boolean supportsParameter(@Nullable Object parameter) {
                return parameter instanceof ECPublicKey || parameter instanceof EdECPublicKey;
            }
        };
    }

    /** Installs this provider before those of the JDK; does nothing where it is installed. */
    public static void install() {
        if (Security.getProvider(NAME) == null) {
            Security.insertProviderAt(new EllipticSignatures(), 1);
        }
    }

    /** Collects what was signed. */
    private abstract static class Verifier extends SignatureSpi {
        private final ByteArrayOutputStream signed = new ByteArrayOutputStream();

        abstract void use(PublicKey key) throws InvalidKeyException;

        abstract boolean verifies(byte[] octets, byte[] signature) throws SignatureException;

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            signed.reset();
            use(key);
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            throw unsupported(key);
        }

        static InvalidKeyException unsupported(Key key) {
            return new InvalidKeyException("not supported: " + key.getAlgorithm());
        }

        @Override
        protected void engineUpdate(byte octet) {
            signed.write(octet);
        }

        @Override
        protected void engineUpdate(byte[] octets, int offset, int length) {
            signed.write(octets, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            throw new SignatureException("verifies only");
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            byte[] octets = signed.toByteArray();
            signed.reset();
            return verifies(octets, signature);
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new InvalidParameterException(name);
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new InvalidParameterException(name);
        }
    }

    /** SHA-256 with ECDSA; keys of other curves are left to the JDK. */
    private static final class Ecdsa extends Verifier {
        private Optional<EcdsaP256> key = Optional.empty();

        @Override
        void use(PublicKey given) throws InvalidKeyException {
            key =
                    given instanceof ECPublicKey ec
                                    && ec.getParams().getOrder().bitLength() == P256_BITS
                                    && ec.getParams().getCurve().getField().getFieldSize()
                                            == P256_BITS
                            ? EcdsaP256.of(ec.getW().getAffineX(), ec.getW().getAffineY())
                            : Optional.empty();
            if (key.isEmpty()) {
                throw unsupported(given);
            }
        }

        @Override
        boolean verifies(byte[] octets, byte[] signature) throws SignatureException {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(octets);
                var der = new DerIntegers(signature);
                BigInteger r = der.next();
                BigInteger s = der.next();
                der.requireEnd();
                return key.orElseThrow().verifies(hash, r, s);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }

    /** The two integers of an ECDSA signature (RFC 3279, section 2.2.3). */
    private static final class DerIntegers {
        private static final int SEQUENCE = 0x30;
        private static final int INTEGER = 0x02;

        private final byte[] der;
        private int at;

        DerIntegers(byte[] der) throws SignatureException {
            this.der = der;
            if (length(SEQUENCE) != der.length - at) {
                throw invalid();
            }
        }

        BigInteger next() throws SignatureException {
            int length = length(INTEGER);
            if (length == 0) {
                throw invalid();
            }
            var number = new BigInteger(Arrays.copyOfRange(der, at, at + length));
            at += length;
            return number;
        }

        /** Reads a tag and a length below 128, which those of P-256 have. */
        private int length(int tag) throws SignatureException {
            if (at + 2 > der.length
                    || der[at] != tag
                    || der[at + 1] < 0
                    || der[at + 1] > der.length - at - 2) {
                throw invalid();
            }
            int length = der[at + 1];
            at += 2;
            return length;
        }

        void requireEnd() throws SignatureException {
            if (at != der.length) {
                throw invalid();
            }
        }

        private static SignatureException invalid() {
            return new SignatureException("not a signature of ECDSA in DER");
        }
    }

    /** Ed25519 (RFC 8032). */
    private static final class EdDsa extends Verifier {
        private byte[] point = {};

        @Override
        void use(PublicKey given) throws InvalidKeyException {
            byte[] encoded = given.getEncoded();
            if (!(given instanceof EdECPublicKey ed)
                    || !NamedParameterSpec.ED25519.getName().equals(ed.getParams().getName())
                    || encoded == null
                    || encoded.length < Ed25519.PUBLIC_KEY_SIZE) {
                throw unsupported(given);
            }
            // the key is the end of its X.509 form (RFC 8410, section 4)
            point =
                    Arrays.copyOfRange(
                            encoded, encoded.length - Ed25519.PUBLIC_KEY_SIZE, encoded.length);
        }

        @Override
        boolean verifies(byte[] octets, byte[] signature) {
            return signature.length == Ed25519.SIGNATURE_SIZE
                    && Ed25519.verify(signature, 0, point, 0, octets, 0, octets.length);
        }
    }
}
