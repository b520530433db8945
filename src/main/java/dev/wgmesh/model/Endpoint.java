package dev.wgmesh.model;

import java.util.Comparator;
import java.util.Optional;

/** An address and UDP port to send WireGuard packets to. */
public record Endpoint(IpAddress address, int port) implements Comparable<Endpoint> {
    /** The default port of an endpoint. */
    public static final int DEFAULT_PORT = 51820;

    private static final Comparator<Endpoint> ORDER =
            Comparator.comparing(Endpoint::address).thenComparingInt(Endpoint::port);

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

    @Override
    public int compareTo(Endpoint other) {
        return ORDER.compare(this, other);
    }

    /** Returns the form of {@code wg}: {@code 192.0.2.1:51820}, {@code [2001:db8::1]:51820}. */
    @Override
    public String toString() {
        return address.family() == Family.V4 ? address + ":" + port : "[" + address + "]:" + port;
    }
}
