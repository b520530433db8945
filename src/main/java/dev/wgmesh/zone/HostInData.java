package dev.wgmesh.zone;

import org.xbill.DNS.Type;

/** The place of a host name in the data of a record; the name must not be an alias (RFC 2181). */
final class HostInData {
    private HostInData() {}

    /** Returns the offset of the host name in the data of a type in wire form; -1: it has none. */
    static int offset(int type) {
        return switch (type) {
            case Type.NS -> 0;
            case Type.MX -> 2;
            case Type.SRV -> 6;
            default -> -1;
        };
    }
}
