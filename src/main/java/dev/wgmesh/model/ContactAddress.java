package dev.wgmesh.model;

import java.util.Locale;

/**
 * An address that wg-mesh exchanges packets with during a pass, outside of the mesh. Ordered by
 * address, then use.
 */
public record ContactAddress(IpAddress address, Use use) implements Comparable<ContactAddress> {
    /** What the address is used for. */
    public enum Use {
        /** A recursive name server: {@code --resolver}, resolv.conf. */
        RESOLVER("a resolver of this node"),
        /** A name server that zones are read from: {@code --server}, {@code --axfr}. */
        SERVER("a DNS server that this node reads"),
        /** A server of the API of Route53. */
        ROUTE53("a server of Route53"),
        /** The client of the SSH session in which wg-mesh runs. */
        SSH("the client of the current SSH session");

        private final String text;

        Use(String text) {
            this.text = text;
        }

        /** Returns the use in words, with an article. */
        public String text() {
            return text;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public int compareTo(ContactAddress other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : use.compareTo(other.use);
    }

    /** Returns the address and its use in words. */
    public String text() {
        return address + ", " + use.text();
    }
}
