package dev.wgmesh.model;

import java.util.Arrays;
import java.util.Optional;

/** An address family. */
public enum Family {
    /** IPv4, 32 bits. */
    V4(32),
    /** IPv6, 128 bits. */
    V6(128);

    private final int bits;

    Family(int bits) {
        this.bits = bits;
    }

    /** Returns the number of bits of an address. */
    public int bits() {
        return bits;
    }

    /** Returns the name that people use: {@code IPv4}. */
    public String text() {
        return this == V4 ? "IPv4" : "IPv6";
    }

    /** Returns the family with that name; else empty. */
    public static Optional<Family> parse(String text) {
        return Arrays.stream(values()).filter(family -> family.text().equals(text)).findFirst();
    }
}
