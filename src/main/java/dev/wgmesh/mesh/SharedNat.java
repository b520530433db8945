package dev.wgmesh.mesh;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Nat;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Which members share a NAT, as far as DNS says. Such members need different listen ports: a NAT
 * gives one port of its public address to one of them.
 */
public final class SharedNat {
    private SharedNat() {}

    /**
     * Returns the NATs that a member is behind, as texts: {@code the site home}, {@code the address
     * 203.0.113.7}. Two members that have one in common are behind one NAT. Empty: it is behind
     * none, or nothing is known.
     *
     * @param endpoints as published
     * @param reflexive its endpoints as others see them, as published
     */
    public static NavigableSet<String> of(
            Collection<Endpoint> endpoints, Collection<Endpoint> reflexive, Metadata metadata) {
        var nats = new TreeSet<String>();
        if (isTranslated(endpoints, metadata)) {
            metadata.site().ifPresent(site -> nats.add("the site " + site));
            reflexive.forEach(endpoint -> nats.add(text(endpoint.address())));
        }
        return nats;
    }

    /** Returns the text of the NAT with that public address. */
    public static String text(IpAddress address) {
        return "the address " + address;
    }

    private static boolean isTranslated(Collection<Endpoint> endpoints, Metadata metadata) {
        return metadata.nat()
                .map(Nat::translates)
                .orElseGet(() ->
                        endpoints.stream()
                                .noneMatch(e -> MemberContact.isPublic(e.address(), metadata)));
    }
}
