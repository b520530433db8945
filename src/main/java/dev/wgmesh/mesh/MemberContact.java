package dev.wgmesh.mesh;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Nat;
import dev.wgmesh.model.Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What DNS says about how to contact a member. It holds nothing that only one node knows, so that
 * both ends of a pair conclude the same.
 *
 * @param profile what matters to members elsewhere
 * @param networks the local networks that it may be in, as texts; two members that have one in
 *     common count as neighbours
 * @param services what it does for other members
 */
public record MemberContact(
        HostName name, Profile profile, NavigableSet<String> networks, Services services) {
    /** Bits of a prefix that count as one local network where no {@code site=} is published. */
    private static final int LAN_BITS_V4 = 24;

    private static final int LAN_BITS_V6 = 64;

    /**
     * What matters to members elsewhere; many members have equal ones.
     *
     * @param sends the families in which it can send: those of its endpoints; all if it publishes
     *     none
     * @param reachable the families in which it has a public endpoint
     * @param nat what it says about NAT
     * @param observed the families of its published reflexive endpoints
     */
    public record Profile(
            Set<Family> sends, Set<Family> reachable, Optional<Nat> nat, Set<Family> observed) {
        /** Returns whether it is behind a symmetric NAT. */
        public boolean isHard() {
            return nat.equals(Optional.of(Nat.HARD));
        }

        /** Returns this profile without the families that are not among these. */
        Profile limitedTo(Set<Family> families) {
            Set<Family> both = EnumSet.copyOf(sends);
            both.retainAll(families);
            return new Profile(both, reachable, nat, observed);
        }

        /** Returns whether packets of the other, in a family that it can send, arrive here. */
        boolean isReachableFrom(Profile other) {
            return reachable.stream().anyMatch(other.sends::contains);
        }

        /** Returns the profile in words, to follow a list of names: {@code symmetric NAT}. */
        public String text() {
            String families =
                    sends.size() == Family.values().length
                            ? ""
                            : sends.contains(Family.V4) ? ", IPv4 only" : ", IPv6 only";
            String what =
                    isHard()
                            ? "symmetric NAT"
                            : reachable.isEmpty() ? "no public endpoint" : "public";
            return what + families;
        }
    }

    /**
     * What a member does for others.
     *
     * @param relays whether it passes packets on
     * @param observes whether it says at which endpoints it sees others
     */
    public record Services(boolean relays, boolean observes) {}

    /** Returns the contact of a member. */
    static MemberContact of(AcceptedMember member, PolicyBounds bounds) {
        PublishedMember published = member.published();
        var outsidePools = new ArrayList<IpAddress>(0);
        for (IpAddress address : published.addresses()) {
            if (!bounds.inPool(member.list(), address)) {
                outsidePools.add(address);
            }
        }
        return of(
                member.name(),
                published.endpoints(),
                published.reflexive(),
                outsidePools,
                published.metadata());
    }

    /**
     * Returns the contact of a member.
     *
     * @param endpoints as published
     * @param reflexive its endpoints as others see them, as published
     * @param outsidePools its mesh addresses that are in no pool
     */
    public static MemberContact of(
            HostName name,
            List<Endpoint> endpoints,
            List<Endpoint> reflexive,
            Collection<IpAddress> outsidePools,
            Metadata metadata) {
        var sends = new Families();
        var reachable = new Families();
        var observed = new Families();
        var local = new ArrayList<IpAddress>(0);
        for (Endpoint endpoint : endpoints) {
            IpAddress address = endpoint.address();
            sends.add(address);
            if (isPublic(address, metadata)) {
                reachable.add(address);
            }
            if (address.scope() == AddressScope.PRIVATE) {
                local.add(address);
            }
        }
        for (Endpoint endpoint : reflexive) {
            sends.add(endpoint.address());
            observed.add(endpoint.address());
        }
        for (IpAddress address : outsidePools) {
            if (address.scope() == AddressScope.PRIVATE) {
                local.add(address);
            }
        }
        boolean unknown = sends.set().isEmpty();
        if (unknown || metadata.nat().filter(Nat::translates).isPresent()) {
            sends.v4 = true;
        }
        sends.v6 |= unknown;
        var profile = new Profile(sends.set(), reachable.set(), metadata.nat(), observed.set());
        return new MemberContact(
                name,
                profile,
                networks(name, profile, local, metadata),
                new Services(
                        metadata.services().relays(),
                        metadata.services().observerPort().isPresent()));
    }

    /** Returns whether others reach the address over the Internet. */
    public static boolean isPublic(IpAddress address, Metadata metadata) {
        return address.scope() == AddressScope.PUBLIC
                || address.scope() == AddressScope.PRIVATE
                        && metadata.nat().equals(Optional.of(Nat.NO));
    }

    /** Collects the families of addresses. */
    private static final class Families {
        private static final Set<Family> ONLY_V4 = Set.of(Family.V4);
        private static final Set<Family> ONLY_V6 = Set.of(Family.V6);
        private static final Set<Family> BOTH = Set.of(Family.V4, Family.V6);

        private boolean v4;
        private boolean v6;

        void add(IpAddress address) {
            v4 |= address.family() == Family.V4;
            v6 |= address.family() == Family.V6;
        }

        /**
         * Returns the families: equal ones are the same set, since many members have equal ones.
         */
        Set<Family> set() {
            return v4 ? v6 ? BOTH : ONLY_V4 : v6 ? ONLY_V6 : Set.of();
        }
    }

    /**
     * Members of one published site are neighbours where both have a private address of a family.
     * Without a site they need addresses of one prefix too, and no symmetric NAT: homes often use
     * one prefix.
     */
    private static NavigableSet<String> networks(
            HostName name, Profile profile, List<IpAddress> local, Metadata metadata) {
        if (local.isEmpty()) {
            return Collections.emptyNavigableSet();
        }
        var networks = new TreeSet<String>();
        for (IpAddress address : local) {
            if (metadata.site().isPresent()) {
                networks.add("site " + metadata.site().get() + " " + address.family());
            } else if (!profile.isHard()) {
                int bits = address.family() == Family.V4 ? LAN_BITS_V4 : LAN_BITS_V6;
                networks.add(name.parentDomain() + " " + Prefix.containing(address, bits));
            }
        }
        return networks;
    }

    /** Returns whether the two may be on one local network. */
    boolean isNeighbour(MemberContact other) {
        return !networks.isEmpty() && networks.stream().anyMatch(other.networks::contains);
    }
}
