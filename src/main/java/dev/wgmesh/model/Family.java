package dev.wgmesh.model;

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
}
