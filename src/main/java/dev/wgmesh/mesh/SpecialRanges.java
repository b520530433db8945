package dev.wgmesh.mesh;

import dev.wgmesh.model.Prefix;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Ranges that no member can have, and no net may contain a part of. */
final class SpecialRanges {
    /** The ranges in the order of their addresses; none overlaps another. */
    private static final List<Range> ALL =
            Stream.of(
                            range("0.0.0.0/8", "unspecified addresses"),
                            range("::/128", "the unspecified address"),
                            range("127.0.0.0/8", "loopback addresses"),
                            range("::1/128", "the loopback address"),
                            range("169.254.0.0/16", "link-local addresses"),
                            range("fe80::/10", "link-local addresses"),
                            range("224.0.0.0/4", "multicast addresses"),
                            range("ff00::/8", "multicast addresses"),
                            range("240.0.0.0/4", "reserved addresses"),
                            range("64:ff9b::/96", "addresses of NAT64 (RFC 6052)"),
                            range("64:ff9b:1::/48", "addresses of NAT64 (RFC 8215)"),
                            // 169.254.169.254, the most usual one, is link-local
                            range("fd00:ec2::254/128", "the metadata service of Amazon EC2"),
                            range("fd20:ce::254/128", "the metadata service of Google Cloud"),
                            range("168.63.129.16/32", "the platform address of Azure"),
                            range("100.100.100.200/32", "the metadata service of Alibaba Cloud"))
                    .sorted((a, b) -> a.prefix().compareTo(b.prefix()))
                    .toList();

    /** A range, and what it is in words. */
    private record Range(Prefix prefix, String text) {}

    private SpecialRanges() {}

    private static Range range(String text, String what) {
        Prefix prefix = Prefix.of(text);
        return new Range(
                prefix, (prefix.isHost() ? prefix.network().toString() : text) + ", " + what);
    }

    /** Returns the first range that has an address in common with the prefix, in words. */
    static Optional<String> overlapping(Prefix prefix) {
        for (Range range : ALL) {
            if (range.prefix().overlaps(prefix)) {
                return Optional.of(range.text());
            }
        }
        return Optional.empty();
    }
}
