package dev.wgmesh.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** The scope of an address; the documentation ranges count as public. */
public enum AddressScope {
    /** 0.0.0.0/8 and ::. */
    UNSPECIFIED("unspecified", "0.0.0.0/8", "::/128"),
    /** 127.0.0.0/8 and ::1. */
    LOOPBACK("loopback", "127.0.0.0/8", "::1/128"),
    /** 169.254.0.0/16 and fe80::/10 (RFC 3927, RFC 4291). */
    LINK_LOCAL("link-local", "169.254.0.0/16", "fe80::/10"),
    /** 224.0.0.0/4 and ff00::/8, and the reserved 240.0.0.0/4. */
    MULTICAST("multicast, broadcast or reserved", "224.0.0.0/4", "240.0.0.0/4", "ff00::/8"),
    /** RFC 1918, RFC 6598 (100.64.0.0/10) and unique local IPv6 addresses (RFC 4193). */
    PRIVATE(
            "private",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "fc00::/7"),
    /** Everything else. */
    PUBLIC("public");

    private static final AddressScope[] ALL = values();

    /** The ranges of a family that have addresses with that first octet. */
    private static final List<List<Range>> V4 = byFirstOctet(Family.V4);

    private static final List<List<Range>> V6 = byFirstOctet(Family.V6);

    private record Range(Prefix prefix, AddressScope scope) {}

    private final String adjective;
    private final Prefix[] prefixes;

    AddressScope(String adjective, String... prefixes) {
        this.adjective = adjective;
        this.prefixes = Stream.of(prefixes).map(Prefix::of).toArray(Prefix[]::new);
    }

    static AddressScope of(IpAddress address) {
        List<Range> ranges = (address.family() == Family.V4 ? V4 : V6).get(firstOctet(address));
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).prefix().contains(address)) {
                return ranges.get(i).scope();
            }
        }
        return PUBLIC;
    }

    private static List<List<Range>> byFirstOctet(Family family) {
        var octets = new ArrayList<List<Range>>(Collections.nCopies(256, List.of()));
        for (AddressScope scope : ALL) {
            for (Prefix prefix : scope.prefixes) {
                if (prefix.family() == family) {
                    int last = firstOctet(prefix.lastAddress());
                    for (int octet = firstOctet(prefix.network()); octet <= last; octet++) {
                        var ranges = new ArrayList<>(octets.get(octet));
                        ranges.add(new Range(prefix, scope));
                        octets.set(octet, ranges);
                    }
                }
            }
        }
        return octets;
    }

    private static int firstOctet(IpAddress address) {
        return address.family() == Family.V4
                ? (int) (address.low() >>> 24)
                : (int) (address.high() >>> 56);
    }

    /**
     * Returns the scope of all addresses of the prefix; PUBLIC where they are of several scopes.
     */
    static AddressScope of(Prefix prefix) {
        for (AddressScope scope : ALL) {
            for (Prefix all : scope.prefixes) {
                if (all.contains(prefix)) {
                    return scope;
                }
            }
        }
        return PUBLIC;
    }

    /** Returns the scope in words with an article: "a loopback address". */
    public String text() {
        return (this == UNSPECIFIED ? "the " : "a ") + adjective + " address";
    }

    /** Returns the scope as the word before "address": "loopback". */
    public String adjective() {
        return adjective;
    }

    /** Returns whether the address is private or public: others can send to its machine. */
    public boolean isUnicast() {
        return this == PRIVATE || this == PUBLIC;
    }
}
