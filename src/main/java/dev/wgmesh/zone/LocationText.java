package dev.wgmesh.zone;

import java.math.BigDecimal;
import java.nio.ByteBuffer;

/** Reads the data of a LOC record exactly, in all its short forms (RFC 1876, section 3). */
final class LocationText {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** Offset of the altitude: the reference is 100,000 m below the ellipsoid. */
    private static final int REFERENCE_CM = 10_000_000;

    private final RdataTokens tokens;
    private int next;

    private LocationText(RdataTokens tokens, int from) {
        this.tokens = tokens;
        this.next = from;
    }

    /** Returns the sixteen octets of the data (RFC 1876, section 2). */
    static byte[] read(RdataTokens tokens, int from) throws InvalidEntry {
        return new LocationText(tokens, from).read();
    }

    private byte[] read() throws InvalidEntry {
        int latitude = angle(90, "N", "S");
        int longitude = angle(180, "E", "W");
        long altitude = centimetres("-100000", "42849672.95") + REFERENCE_CM;
        int size = precision(0x12);
        int horizontal = precision(0x16);
        int vertical = precision(0x13);
        tokens.requireEnd(next);
        return ByteBuffer.allocate(16)
                .put((byte) 0)
                .put((byte) size)
                .put((byte) horizontal)
                .put((byte) vertical)
                .putInt(latitude)
                .putInt(longitude)
                .putInt((int) altitude)
                .array();
    }

    /** Reads degrees, minutes and seconds, the latter two optional: 2^31 plus milliseconds. */
    private int angle(int maxDegrees, String positive, String negative) throws InvalidEntry {
        long milliseconds = tokens.number(next++, maxDegrees) * 3_600_000;
        if (!isHemisphere(positive, negative)) {
            milliseconds += tokens.number(next++, 59) * 60_000;
            if (!isHemisphere(positive, negative)) {
                milliseconds += milliseconds();
            }
        }
        String hemisphere = tokens.text(next);
        if (!isHemisphere(positive, negative)) {
            throw new InvalidEntry(
                    next, "'" + hemisphere + "' is not " + positive + " or " + negative);
        }
        if (milliseconds > maxDegrees * 3_600_000L) {
            throw new InvalidEntry(next, "the angle is over " + maxDegrees + " degrees");
        }
        next++;
        return (int)
                ((1L << 31)
                        + (hemisphere.equalsIgnoreCase(positive) ? milliseconds : -milliseconds));
    }

    private boolean isHemisphere(String positive, String negative) throws InvalidEntry {
        String text = tokens.text(next);
        return text.equalsIgnoreCase(positive) || text.equalsIgnoreCase(negative);
    }

    private long milliseconds() throws InvalidEntry {
        String text = tokens.text(next);
        if (!text.matches("[0-5]?[0-9](\\.[0-9]{0,3})?")) {
            throw new InvalidEntry(next, "'" + text + "' is not seconds from 0 to 59.999");
        }
        next++;
        return new BigDecimal(text).movePointRight(3).longValueExact();
    }

    /** Reads metres, with or without {@code m}. */
    private long centimetres(String min, String max) throws InvalidEntry {
        String text = tokens.text(next);
        if (text.matches("[-+]?[0-9]{1,10}(\\.[0-9]{0,2})?m?")) {
            var metres = new BigDecimal(text.replace("m", ""));
            if (metres.compareTo(new BigDecimal(min)) >= 0
                    && metres.compareTo(new BigDecimal(max)) <= 0) {
                next++;
                return metres.multiply(HUNDRED).longValueExact();
            }
        }
        throw new InvalidEntry(next, "'%s' is not metres from %s to %s".formatted(text, min, max));
    }

    /** Reads an optional length: one digit and the power of ten of centimetres in one octet. */
    private int precision(int absent) throws InvalidEntry {
        if (next >= tokens.count()) {
            return absent;
        }
        long mantissa = centimetres("0", "90000000");
        int exponent = 0;
        while (mantissa > 9) {
            mantissa /= 10;
            exponent++;
        }
        return (int) (mantissa << 4 | exponent);
    }
}
