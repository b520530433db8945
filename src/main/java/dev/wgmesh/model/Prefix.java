package dev.wgmesh.model;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address prefix (CIDR). Ordered by address, then length.
 *
 * @param network its lowest address; no bit beyond {@code length} is set
 * @param length bits that are fixed, 0 to 32 or 128
 */
public record Prefix(IpAddress network, int length) implements Comparable<Prefix> {
    private static final Comparator<Prefix> ORDER =
            Comparator.comparing(Prefix::network).thenComparingInt(Prefix::length);
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

    /** Rejects a length out of range and an address with host bits. */
    public Prefix {
        if (length < 0 || length > network.family().bits()) {
            throw new IllegalArgumentException("prefix length " + length);
        }
        if (!mask(network, length).equals(network)) {
            throw new IllegalArgumentException("host bits set in " + network + "/" + length);
        }
    }

    /** The prefix written as ADDRESS/LENGTH without host bits; else empty. */
    public static Optional<Prefix> parse(String text) {
        return parseAround(text).filter(prefix -> sameAddress(text, prefix));
    }

    /** The prefix of ADDRESS/LENGTH, host bits cleared; else empty. */
    public static Optional<Prefix> parseAround(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !LENGTH.matcher(text.substring(slash + 1)).matches()) {
            return Optional.empty();
        }
        int length = Integer.parseInt(text.substring(slash + 1));
        return IpAddress.parse(text.substring(0, slash))
                .filter(address -> length <= address.family().bits())
                .map(address -> around(address, length));
    }

    private static boolean sameAddress(String text, Prefix prefix) {
        return IpAddress.parse(text.substring(0, text.indexOf('/')))
                .filter(prefix.network::equals)
                .isPresent();
    }

    /** The prefix; throws IllegalArgumentException where the text is none. For literals. */
    public static Prefix of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no prefix: " + text));
    }

    /** The prefix of that length that holds the address. */
    public static Prefix around(IpAddress address, int length) {
        return new Prefix(mask(address, length), length);
    }

    private static IpAddress mask(IpAddress a, int length) {
        if (a.family() == Family.V4) {
            return new IpAddress(Family.V4, 0, a.low() & (bits(length) >>> 32));
        }
        return new IpAddress(
                Family.V6, a.high() & bits(Math.min(length, 64)), a.low() & bits(length - 64));
    }

    /** The upper {@code count} bits of a long set. */
    private static long bits(int count) {
        return count <= 0 ? 0 : -1L << (64 - count);
    }

    /** Its family. */
    public Family family() {
        return network.family();
    }

    /** Its highest address: the broadcast address of an IPv4 subnet. */
    public IpAddress last() {
        if (family() == Family.V4) {
            return new IpAddress(
                    Family.V4, 0, network.low() | ~(bits(length) >>> 32) & 0xffffffffL);
        }
        return new IpAddress(
                Family.V6,
                network.high() | ~bits(Math.min(length, 64)),
                network.low() | ~bits(length - 64));
    }

    /** Whether the address is within it. */
    public boolean contains(IpAddress address) {
        return address.family() == family() && mask(address, length).equals(network);
    }

    /** Whether all of {@code other} is within it. */
    public boolean contains(Prefix other) {
        return other.length >= length && contains(other.network);
    }

    /** Whether any address is in both. */
    public boolean overlaps(Prefix other) {
        return contains(other) || other.contains(this);
    }

    /** Whether it is one address. */
    public boolean isHost() {
        return length == family().bits();
    }

    /**
     * Whether the address is the network or broadcast address of an IPv4 prefix up to /30, or the
     * subnet-router anycast address of an IPv6 prefix up to /126 (RFC 4291, section 2.6.1).
     */
    public boolean reserves(IpAddress address) {
        if (length > family().bits() - 2) {
            return false;
        }
        return address.equals(network) || family() == Family.V4 && address.equals(last());
    }

    @Override
    public int compareTo(Prefix other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return network + "/" + length;
    }
}
