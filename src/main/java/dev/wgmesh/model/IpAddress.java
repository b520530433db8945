package dev.wgmesh.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IP address; IPv4-mapped IPv6 addresses are the IPv4 address. Ordered by family, then number.
 *
 * @param high the upper 64 bits; 0 for IPv4
 * @param low the lower 64 bits; the 32 bits of an IPv4 address
 */
public record IpAddress(Family family, long high, long low) implements Comparable<IpAddress> {
    /** Rejects an IPv4 address of more than 32 bits. */
    public IpAddress {
        if (family == Family.V4 && (high != 0 || low >>> 32 != 0)) {
            throw new IllegalArgumentException("more than 32 bits");
        }
        if (family == Family.V6 && high == 0 && low >>> 32 == 0xffffL) {
            family = Family.V4;
            low = low & 0xffffffffL;
        }
    }

    /**
     * Returns the address written in {@code text} (dotted quad or RFC 4291 text, no zone); else
     * empty.
     */
    public static Optional<IpAddress> parse(String text) {
        return text.indexOf(':') >= 0 ? parseV6(text) : parseV4(text);
    }

    /** Returns the address; throws IllegalArgumentException if invalid. For literals. */
    public static IpAddress of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no address: " + text));
    }

    /** Returns the address of 4 or 16 bytes, in network order. */
    public static IpAddress of(byte[] bytes) {
        return switch (bytes.length) {
            case 4 -> new IpAddress(Family.V4, 0, number(bytes, 0, 4));
            case 16 -> new IpAddress(Family.V6, number(bytes, 0, 8), number(bytes, 8, 8));
            default -> throw new IllegalArgumentException(bytes.length + " bytes");
        };
    }

    private static Optional<IpAddress> parseV4(String text) {
        long number = 0;
        int start = 0;
        for (int i = 0; i < 4; i++) {
            int end = i < 3 ? text.indexOf('.', start) : text.length();
            int octet = end < 0 ? -1 : DecimalText.parse(text, start, end, 255);
            if (octet < 0) {
                return Optional.empty();
            }
            number = number << 8 | octet;
            start = end + 1;
        }
        return Optional.of(new IpAddress(Family.V4, 0, number));
    }

    private static Optional<IpAddress> parseV6(String text) {
        if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(Inet6Address.ofLiteral(text).getAddress()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (int i = from; i < from + count; i++) {
            number = number << 8 | (bytes[i] & 0xff);
        }
        return number;
    }

    /** Returns the 4 or 16 bytes, in network order. */
    public byte[] bytes() {
        byte[] bytes = new byte[family.bits() / 8];
        long rest = low;
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (i == 7 && family == Family.V6) {
                rest = high;
            }
            bytes[i] = (byte) rest;
            rest >>>= 8;
        }
        return bytes;
    }

    /** Returns the address as a {@code java.net} value. */
    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(bytes());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the next address; the lowest follows the highest. */
    public IpAddress next() {
        if (family == Family.V4) {
            return new IpAddress(Family.V4, 0, (low + 1) & 0xffffffffL);
        }
        return new IpAddress(Family.V6, low == -1 ? high + 1 : high, low + 1);
    }

    /** Returns the /32 or /128 of this address. */
    public Prefix asPrefix() {
        return new Prefix(this, family.bits());
    }

    /** Returns the scope of the address. */
    public AddressScope scope() {
        return AddressScope.of(this);
    }

    /** Spelled out, as are the others here: addresses are compared most of all. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof IpAddress address
                        && low == address.low
                        && high == address.high
                        && family == address.family;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(high) + Long.hashCode(low) + (family == Family.V4 ? 0 : 1);
    }

    @Override
    public int compareTo(IpAddress other) {
        if (family != other.family) {
            return family.compareTo(other.family);
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** Returns a dotted quad, or the text of RFC 5952. */
    @Override
    public String toString() {
        if (family == Family.V4) {
            return (low >>> 24)
                    + "."
                    + (low >>> 16 & 255)
                    + "."
                    + (low >>> 8 & 255)
                    + "."
                    + (low & 255);
        }
        return Ipv6Text.of(high, low);
    }
}
