package dev.wgmesh.keys;

import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * Multiples of the base point of Curve25519, from which the public keys of many private keys are
 * added up: for each octet of a scalar, one addition. That takes a quarter of the time of X25519,
 * once the multiples are there, but not the same time for each key: only for texts that anybody can
 * read. The points are those of the Edwards curve, to which Curve25519 is equivalent (RFC 7748,
 * section 4.1).
 */
final class BasePointMultiples {
    private static final int OCTETS = Base64Key.LENGTH;

    /** Multiples for one octet: 1 to 128 times; an octet above is 256 less than nothing. */
    private static final int EACH = 128;

    /** {@code d} of the curve {@code -x^2 + y^2 = 1 + d x^2 y^2}. */
    private static final String D =
            "a3785913ca4deb75abd841414d0a700098e879777940c78c73fe6f2bee6c0352";

    private static final String BASE_X =
            "1ad5258f602d56c9b2a7259560c72c695cdcd6fd31e2a4c0fe536ecdd3366921";
    private static final String BASE_Y =
            "5866666666666666666666666666666666666666666666666666666666666666";

    /** One half: {@code (p + 1) / 2}. */
    private static final String HALF =
            "f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff3f";

    private final Multiple[] multiples = new Multiple[OCTETS * EACH];

    /** A point {@code (x, y)}, prepared to be added. */
    private static final class Multiple {
        private final int[] halfSum = X25519Field.create();
        private final int[] halfDifference = X25519Field.create();
        private final int[] product = X25519Field.create();

        Multiple(int[] x, int[] y, int[] half, int[] d) {
            X25519Field.apm(y, x, halfSum, halfDifference);
            X25519Field.mul(halfSum, half, halfSum);
            X25519Field.mul(halfDifference, half, halfDifference);
            X25519Field.mul(x, y, product);
            X25519Field.mul(product, d, product);
        }
    }

    /** A sum of points: {@code (x/z, y/z)}, and {@code t = x y / z}. */
    private static final class Sum {
        private final int[] x = X25519Field.create();
        private final int[] y = X25519Field.create();
        private final int[] z = X25519Field.create();
        private final int[] t = X25519Field.create();
        private final int[] a = X25519Field.create();
        private final int[] b = X25519Field.create();
        private final int[] e = X25519Field.create();
        private final int[] f = X25519Field.create();
        private final int[] g = X25519Field.create();
        private final int[] h = X25519Field.create();

        void clear() {
            X25519Field.zero(x);
            X25519Field.one(y);
            X25519Field.one(z);
            X25519Field.zero(t);
        }

        void add(Multiple point) {
            add(point.halfSum, point.halfDifference, point.product, false);
        }

        void subtract(Multiple point) {
            add(point.halfDifference, point.halfSum, point.product, true);
        }

        /** Adds as "Twisted Edwards Curves Revisited" does, section 3.1. */
        private void add(int[] forSum, int[] forDifference, int[] product, boolean negated) {
            X25519Field.apm(y, x, b, a);
            X25519Field.mul(a, forDifference, a);
            X25519Field.mul(b, forSum, b);
            X25519Field.mul(t, product, t);
            X25519Field.apm(b, a, h, e);
            if (negated) {
                X25519Field.apm(z, t, f, g);
            } else {
                X25519Field.apm(z, t, g, f);
            }
            X25519Field.mul(e, f, x);
            X25519Field.mul(g, h, y);
            X25519Field.mul(e, h, t);
            X25519Field.mul(f, g, z);
        }
    }

    BasePointMultiples() {
        int[] half = decode(HALF);
        int[] d = decode(D);
        int[] x = decode(BASE_X);
        int[] y = decode(BASE_Y);
        var xs = new int[EACH][];
        var ys = new int[EACH][];
        var zs = new int[EACH][];
        var sum = new Sum();
        for (int octet = 0; octet < OCTETS; octet++) {
            Multiple first = new Multiple(x, y, half, d);
            sum.clear();
            for (int i = 0; i < EACH; i++) {
                sum.add(first);
                xs[i] = sum.x.clone();
                ys[i] = sum.y.clone();
                zs[i] = sum.z.clone();
            }
            invert(zs);
            for (int i = 0; i < EACH; i++) {
                X25519Field.mul(xs[i], zs[i], xs[i]);
                X25519Field.mul(ys[i], zs[i], ys[i]);
                multiples[octet * EACH + i] = new Multiple(xs[i], ys[i], half, d);
            }
            sum.add(multiples[octet * EACH + EACH - 1]);
            X25519Field.inv(sum.z, sum.z);
            x = X25519Field.create();
            y = X25519Field.create();
            X25519Field.mul(sum.x, sum.z, x);
            X25519Field.mul(sum.y, sum.z, y);
        }
    }

    private static int[] decode(String hex) {
        int[] element = X25519Field.create();
        X25519Field.decode255(HexFormat.of().parseHex(hex), element);
        return element;
    }

    /** Replaces each element by its inverse, for three multiplications each; none is zero. */
    private static void invert(int[][] elements) {
        var before = new int[elements.length][];
        int[] product = X25519Field.create();
        X25519Field.one(product);
        for (int i = 0; i < elements.length; i++) {
            before[i] = product.clone();
            X25519Field.mul(product, elements[i], product);
        }
        X25519Field.inv(product, product);
        for (int i = elements.length - 1; i >= 0; i--) {
            X25519Field.mul(before[i], product, before[i]);
            X25519Field.mul(product, elements[i], product);
            elements[i] = before[i];
        }
    }

    /** Returns the u-coordinates that X25519 of the scalars and the base point gives. */
    byte[][] times(byte[][] scalars) {
        var above = new int[scalars.length][];
        var below = new int[scalars.length][];
        var sum = new Sum();
        for (int i = 0; i < scalars.length; i++) {
            add(scalars[i], sum);
            above[i] = X25519Field.create();
            below[i] = X25519Field.create();
            X25519Field.apm(sum.z, sum.y, above[i], below[i]);
        }
        invert(below);
        var results = new byte[scalars.length][OCTETS];
        for (int i = 0; i < scalars.length; i++) {
            X25519Field.mul(above[i], below[i], above[i]);
            X25519Field.normalize(above[i]);
            X25519Field.encode(above[i], results[i]);
        }
        return results;
    }

    /** Adds up the multiple of a scalar, which is clamped first (RFC 7748, section 5). */
    private void add(byte[] scalar, Sum sum) {
        sum.clear();
        int carried = 0;
        for (int i = 0; i < OCTETS; i++) {
            int octet = scalar[i] & 0xff;
            if (i == 0) {
                octet &= 0xf8;
            } else if (i == OCTETS - 1) {
                octet = octet & 0x7f | 0x40;
            }
            int digit = octet + carried;
            carried = digit > EACH ? 1 : 0;
            digit -= carried << 8;
            if (digit > 0) {
                sum.add(multiples[i * EACH + digit - 1]);
            } else if (digit < 0) {
                sum.subtract(multiples[i * EACH - digit - 1]);
            }
        }
    }
}
