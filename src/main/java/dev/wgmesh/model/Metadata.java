package dev.wgmesh.model;

import dev.wgmesh.keys.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * What a member says of itself at {@code _meta._wireguard.HOST}.
 *
 * @param site the place it stands at; members of one site may share a LAN
 * @param nat whether it is behind NAT; empty: not said
 * @param nets further prefixes that are reached through it
 * @param nextKey the key it will have after a rotation
 * @param other unknown {@code key=value} texts, kept as they are, sorted
 */
public record Metadata(
        Optional<String> site,
        Optional<Boolean> nat,
        List<Prefix> nets,
        Optional<PublicKey> nextKey,
        List<String> other) {
    /** A member that says nothing. */
    public static final Metadata NONE =
            new Metadata(
                    Optional.empty(), Optional.empty(), List.of(), Optional.empty(), List.of());

    /** Sorts and copies. */
    public Metadata {
        nets = nets.stream().distinct().sorted().toList();
        other = other.stream().sorted().toList();
    }
}
