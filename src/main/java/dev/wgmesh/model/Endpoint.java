package dev.wgmesh.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An address and UDP port to send WireGuard packets to. */
public record Endpoint(IpAddress address, int port) implements Comparable<Endpoint> {
    /** The default port of an endpoint. */
    public static final int DEFAULT_PORT = 51820;

    /** Rejects a port outside 1 to 65535. */
    public Endpoint {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /**
     * Returns the endpoint written as ADDR, ADDR:PORT or [ADDR]:PORT, port 51820 if none; else
     * empty.
     */
    public static Optional<Endpoint> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || colon != text.indexOf(':') && !text.startsWith("[")) {
            return IpAddress.parse(text).map(address -> new Endpoint(address, DEFAULT_PORT));
        }
        String host = text.substring(0, colon);
        int port = DecimalText.parse(text, colon + 1, text.length(), 65535);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (port < 1 || bracketed == (host.indexOf(':') < 0)) {
            return Optional.empty();
        }
        return IpAddress.parse(bracketed ? host.substring(1, host.length() - 1) : host)
                .map(address -> new Endpoint(address, port));
    }

    /** Spelled out, as are the others here: endpoints are compared most of all. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Endpoint endpoint
                        && port == endpoint.port
                        && address.equals(endpoint.address);
    }

    @Override
    public int hashCode() {
        return 31 * address.hashCode() + port;
    }

    @Override
    public int compareTo(Endpoint other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
    }

    /** Returns the form of {@code wg}: {@code 192.0.2.1:51820}, {@code [2001:db8::1]:51820}. */
    @Override
    public String toString() {
        return address.family() == Family.V4 ? address + ":" + port : "[" + address + "]:" + port;
    }
}
