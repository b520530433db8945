package dev.wgmesh.plan;

import java.util.Locale;

/**
 * HOST:PORT in lower case, the same whether the port was written or not.
 *
 * @param text with brackets around an IPv6 address
 */
record HostPort(String text) {
    /** The port of DNS (RFC 1035, section 4.2). */
    private static final int PORT = 53;

    static HostPort of(String server) {
        String text = server.toLowerCase(Locale.ROOT);
        boolean address6 = text.indexOf(':') != text.lastIndexOf(':') && !text.endsWith("]");
        boolean bracketed = text.startsWith("[") && text.contains("]:");
        if (bracketed || !address6 && text.indexOf(':') >= 0 && !text.endsWith("]")) {
            return new HostPort(text);
        }
        return new HostPort((address6 ? "[" + text + "]" : text) + ":" + PORT);
    }
}
