package dev.wgmesh.model;

import dev.wgmesh.keys.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * The metadata of a member at {@code _meta._wireguard.HOST}.
 *
 * @param site its site; members of one site may share a LAN
 * @param nat whether it is behind NAT, and of which kind; empty: unknown
 * @param nets prefixes reached through the member
 * @param nextKey its key after a rotation
 * @param services what it does for the other members
 * @param other unknown {@code key=value} texts, kept as they are, sorted
 */
public record Metadata(
        Optional<String> site,
        Optional<Nat> nat,
        List<Prefix> nets,
        Optional<PublicKey> nextKey,
        MemberServices services,
        List<String> other) {
    /** No metadata. */
    public static final Metadata NONE =
            new Metadata(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    MemberServices.NONE,
                    List.of());

    /** Sorts and copies. */
    public Metadata {
        nets = SortedList.copyOf(nets);
        other = other.size() < 2 ? List.copyOf(other) : other.stream().sorted().toList();
    }

    /** Returns it with another site. */
    public Metadata withSite(Optional<String> name) {
        return new Metadata(name, nat, nets, nextKey, services, other);
    }

    /** Returns it with another statement about NAT. */
    public Metadata withNat(Optional<Nat> behind) {
        return new Metadata(site, behind, nets, nextKey, services, other);
    }

    /** Returns it with other nets. */
    public Metadata withNets(List<Prefix> prefixes) {
        return new Metadata(site, nat, prefixes, nextKey, services, other);
    }

    /** Returns it with another key after a rotation. */
    public Metadata withNextKey(Optional<PublicKey> key) {
        return new Metadata(site, nat, nets, key, services, other);
    }

    /** Returns it with other services. */
    public Metadata withServices(MemberServices offered) {
        return new Metadata(site, nat, nets, nextKey, offered, other);
    }

    /** Returns it with other unknown texts. */
    public Metadata withOther(List<String> texts) {
        return new Metadata(site, nat, nets, nextKey, services, texts);
    }
}
