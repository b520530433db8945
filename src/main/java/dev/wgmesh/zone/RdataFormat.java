package dev.wgmesh.zone;

import org.xbill.DNS.Type;

/** The fix for unreadable data of a record, by type. */
final class RdataFormat {
    private RdataFormat() {}

    static String of(int type) {
        return switch (type) {
            case Type.A -> "write an IPv4 address: 192.0.2.1";
            case Type.AAAA -> "write an IPv6 address: 2001:db8::1";
            case Type.TXT -> "write quoted strings of at most 255 octets: \"text\"";
            case Type.SRV -> "write priority, weight, port and name: 0 0 51820 node.example.com.";
            case Type.SOA ->
                    "write primary, mailbox, serial, refresh, retry, expire and minimum:"
                            + " ns1 hostmaster 1 3600 600 604800 300";
            case Type.MX -> "write preference and name: 10 mail.example.com.";
            case Type.NS, Type.CNAME, Type.PTR, Type.DNAME ->
                    "write one domain name: node.example.com.";
            default -> "write the data in the format of " + RecordTypes.name(type);
        };
    }
}
