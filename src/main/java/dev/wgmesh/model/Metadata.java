package dev.wgmesh.model;

import dev.wgmesh.keys.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * The metadata of a member at {@code _meta._wireguard.HOST}.
 *
 * @param site its site; members of one site may share a LAN
 * @param nat whether it is behind NAT; empty: unknown
 * @param nets prefixes reached through the member
 * @param nextKey its key after a rotation
 * @param other unknown {@code key=value} texts, kept as they are, sorted
 */
public record Metadata(
        Optional<String> site,
        Optional<Boolean> nat,
        List<Prefix> nets,
        Optional<PublicKey> nextKey,
        List<String> other) {
    /** No metadata. */
    public static final Metadata NONE =
            new Metadata(
                    Optional.empty(), Optional.empty(), List.of(), Optional.empty(), List.of());

    /** Sorts and copies. */
    public Metadata {
        nets = SortedList.copyOf(nets);
        other = other.stream().sorted().toList();
    }
}
