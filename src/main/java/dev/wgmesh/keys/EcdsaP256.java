package dev.wgmesh.keys;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.custom.sec.SecP256R1Curve;

/** A public key of ECDSA on the curve P-256 (FIPS 186-5, section 6.4), for verification only. */
final class EcdsaP256 {
    /** The base point (SEC 2, section 2.4.2). */
    private static final BigInteger BASE_X =
            new BigInteger("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16);

    private static final BigInteger BASE_Y =
            new BigInteger("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16);

    private final ECPoint base;
    private final ECPoint key;
    private final BigInteger order;

    private EcdsaP256(ECPoint base, ECPoint key, BigInteger order) {
        this.base = base;
        this.key = key;
        this.order = order;
    }

    /** Returns the key with these coordinates; empty: no point of the curve has them. */
    static Optional<EcdsaP256> of(BigInteger x, BigInteger y) {
        ECCurve curve = new SecP256R1Curve();
        try {
            return Optional.of(
                    new EcdsaP256(
                            curve.createPoint(BASE_X, BASE_Y),
                            curve.validatePoint(x, y),
                            curve.getOrder()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * Returns whether the signature is of this key.
     *
     * @param hash SHA-256 of what was signed
     */
    boolean verifies(byte[] hash, BigInteger r, BigInteger s) {
        if (!isInRange(r) || !isInRange(s)) {
            return false;
        }
        BigInteger inverse = s.modInverse(order);
        BigInteger ofBase = new BigInteger(1, hash).multiply(inverse).mod(order);
        BigInteger ofKey = r.multiply(inverse).mod(order);
        ECPoint sum = ECAlgorithms.sumOfTwoMultiplies(base, ofBase, key, ofKey).normalize();
        return !sum.isInfinity() && sum.getAffineXCoord().toBigInteger().mod(order).equals(r);
    }

    private boolean isInRange(BigInteger number) {
        return number.signum() > 0 && number.compareTo(order) < 0;
    }
}
