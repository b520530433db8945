package dev.wgmesh.mesh;

import dev.wgmesh.model.Prefix;
import java.util.Optional;

/** Ranges that no member can have, and no net may contain a part of. */
final class SpecialRanges {
    private final PrefixIndex<String> ranges = new PrefixIndex<>();

    SpecialRanges() {
        add("0.0.0.0/8", "unspecified addresses");
        add("::/128", "the unspecified address");
        add("127.0.0.0/8", "loopback addresses");
        add("::1/128", "the loopback address");
        add("169.254.0.0/16", "link-local addresses");
        add("fe80::/10", "link-local addresses");
        add("224.0.0.0/4", "multicast addresses");
        add("ff00::/8", "multicast addresses");
        add("240.0.0.0/4", "reserved addresses");
        add("64:ff9b::/96", "addresses of NAT64 (RFC 6052)");
        add("64:ff9b:1::/48", "addresses of NAT64 (RFC 8215)");
        // 169.254.169.254, the most usual one, is link-local
        add("fd00:ec2::254/128", "the metadata service of Amazon EC2");
        add("fd20:ce::254/128", "the metadata service of Google Cloud");
        add("168.63.129.16/32", "the platform address of Azure");
        add("100.100.100.200/32", "the metadata service of Alibaba Cloud");
    }

    private void add(String prefix, String what) {
        Prefix range = Prefix.of(prefix);
        String text = range.isHost() ? range.network().toString() : prefix;
        ranges.add(range, text + ", " + what);
    }

    /** Returns the widest range that has an address in common with the prefix, in words. */
    Optional<String> overlapping(Prefix prefix) {
        return ranges.first(prefix, _ -> true);
    }
}
