package dev.wgmesh.provider.server;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.tsig.TsigKey;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A server that is read and updated (RFC 2136).
 *
 * @param key signs every message; empty: none is signed
 */
public record ServerAccess(InetSocketAddress address, Optional<TsigKey> key, Read read) {
    /** How its zones are read. */
    public enum Read {
        /** As a whole where it allows transfers, else question by question. */
        ANY,
        /** As a whole: where it refuses transfers it cannot be read. */
        TRANSFER,
        /** Question by question. */
        ASK
    }

    /** Returns the address as {@code 127.0.0.1:5353} or {@code [::1]:53}. */
    public String shown() {
        String host =
                Optional.ofNullable(address.getAddress())
                        .map(literal -> IpAddress.of(literal.getAddress()).toString())
                        .orElseGet(address::getHostString);
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
