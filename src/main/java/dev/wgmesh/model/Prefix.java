package dev.wgmesh.model;

import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * An address prefix (CIDR). Ordered by address, then length.
 *
 * @param network its lowest address; no bit beyond {@code length} is set
 * @param length bits that are fixed, 0 to 32 or 128
 */
public record Prefix(IpAddress network, int length) implements Comparable<Prefix> {
    /** Rejects a length out of range and an address with host bits. */
    public Prefix {
        if (length < 0 || length > network.family().bits()) {
            throw new IllegalArgumentException("prefix length " + length);
        }
        if (hasHostBits(network, length)) {
            throw new IllegalArgumentException("host bits set in " + network + "/" + length);
        }
    }

    private static boolean hasHostBits(IpAddress address, int length) {
        return address.family() == Family.V4
                ? (address.low() & ~(bits(length) >>> 32)) != 0
                : (address.high() & ~bits(Math.min(length, 64))) != 0
                        || (address.low() & ~bits(length - 64)) != 0;
    }

    /** Returns the prefix written as ADDRESS/LENGTH without host bits; else empty. */
    public static Optional<Prefix> parse(String text) {
        return read(
                text,
                (address, length) ->
                        Optional.of(containing(address, length))
                                .filter(prefix -> prefix.network.equals(address)));
    }

    /** Returns the prefix of ADDRESS/LENGTH, host bits cleared; else empty. */
    public static Optional<Prefix> parseWithHostBits(String text) {
        return read(text, (address, length) -> Optional.of(containing(address, length)));
    }

    private static Optional<Prefix> read(
            String text, BiFunction<IpAddress, Integer, Optional<Prefix>> prefix) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        return IpAddress.parse(text.substring(0, slash))
                .flatMap(address -> {
                    int most = address.family().bits();
                    int length = DecimalText.parse(text, slash + 1, text.length(), most);
                    return length < 0 ? Optional.empty() : prefix.apply(address, length);
                });
    }

    /** Returns the prefix; throws IllegalArgumentException if invalid. For literals. */
    public static Prefix of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no prefix: " + text));
    }

    /** Returns the prefix of that length that contains the address. */
    public static Prefix containing(IpAddress address, int length) {
        return new Prefix(mask(address, length), length);
    }

    private static IpAddress mask(IpAddress a, int length) {
        if (length == a.family().bits()) {
            return a;
        }
        if (a.family() == Family.V4) {
            return new IpAddress(Family.V4, 0, a.low() & (bits(length) >>> 32));
        }
        return new IpAddress(
                Family.V6, a.high() & bits(Math.min(length, 64)), a.low() & bits(length - 64));
    }

    /** Returns the upper {@code count} bits of a long set. */
    private static long bits(int count) {
        return count <= 0 ? 0 : -1L << (64 - count);
    }

    /** Returns its family. */
    public Family family() {
        return network.family();
    }

    /** Returns its highest address: the broadcast address of an IPv4 subnet. */
    public IpAddress lastAddress() {
        if (family() == Family.V4) {
            return new IpAddress(
                    Family.V4, 0, network.low() | ~(bits(length) >>> 32) & 0xffffffffL);
        }
        return new IpAddress(
                Family.V6,
                network.high() | ~bits(Math.min(length, 64)),
                network.low() | ~bits(length - 64));
    }

    /** Returns whether the prefix contains the address. */
    public boolean contains(IpAddress address) {
        return address.family() == family()
                && (family() == Family.V4
                        ? isZero(address.low() ^ network.low(), bits(length) >>> 32)
                        : isZero(address.high() ^ network.high(), bits(Math.min(length, 64)))
                                && isZero(address.low() ^ network.low(), bits(length - 64)));
    }

    private static boolean isZero(long difference, long mask) {
        return (difference & mask) == 0;
    }

    /** Returns whether the prefix contains all of {@code other}. */
    public boolean contains(Prefix other) {
        return other.length >= length && contains(other.network);
    }

    /** Returns whether the two have an address in common. */
    public boolean overlaps(Prefix other) {
        return contains(other) || other.contains(this);
    }

    /**
     * Returns the scope of its addresses; PUBLIC where they are of several scopes, as those of a
     * default route are.
     */
    public AddressScope scope() {
        return AddressScope.of(this);
    }

    /** Returns whether the prefix is one address. */
    public boolean isHost() {
        return length == family().bits();
    }

    /**
     * Returns whether the address is the network or broadcast address of an IPv4 prefix up to /30,
     * or the subnet-router anycast address of an IPv6 prefix up to /126 (RFC 4291, section 2.6.1).
     */
    public boolean isReserved(IpAddress address) {
        if (length > family().bits() - 2) {
            return false;
        }
        return address.equals(network) || family() == Family.V4 && address.equals(lastAddress());
    }

    /** Spelled out, as are the others here: prefixes are compared most of all. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Prefix prefix
                        && length == prefix.length
                        && network.equals(prefix.network);
    }

    @Override
    public int hashCode() {
        return 31 * network.hashCode() + length;
    }

    @Override
    public int compareTo(Prefix other) {
        int byNetwork = network.compareTo(other.network);
        return byNetwork != 0 ? byNetwork : Integer.compare(length, other.length);
    }

    @Override
    public String toString() {
        return network + "/" + length;
    }
}
