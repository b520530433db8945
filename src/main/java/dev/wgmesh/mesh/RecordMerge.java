package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostAddresses;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Merges the records of a member with its last known records, where lookups failed. */
final class RecordMerge {
    private static final PublishedMember NOTHING =
            new PublishedMember(List.of(), List.of(), List.of(), Metadata.NONE);

    private RecordMerge() {}

    /**
     * Returns the accepted member; empty without a key and an address in DNS or the last known
     * state.
     */
    static Optional<AcceptedMember> of(Member member, Optional<KnownMember> known) {
        if (!member.resolved()) {
            return known.map(k ->
                    new AcceptedMember(
                            member.name(), member.list(), k.key(), k.published(), known));
        }
        return member.key().found().map(key -> resolved(member, key, known));
    }

    private static AcceptedMember resolved(
            Member member, PublicKey key, Optional<KnownMember> known) {
        PublishedMember before = known.map(KnownMember::published).orElse(NOTHING);
        var now =
                new PublishedMember(
                        addresses(member.addresses(), before.addresses()),
                        endpoints(member.endpoints(), before.endpoints()),
                        endpoints(member.reflexive(), before.reflexive()),
                        member.metadata().isFailed() ? before.metadata() : member.metadataOrNone());
        return new AcceptedMember(member.name(), member.list(), key, now, known);
    }

    private static List<IpAddress> addresses(HostAddresses now, List<IpAddress> before) {
        return Stream.of(Family.values())
                .flatMap(family ->
                        now.of(family).isFailed()
                                ? before.stream().filter(a -> a.family() == family)
                                : now.of(family).found().stream().flatMap(List::stream))
                .toList();
    }

    private static List<Endpoint> endpoints(List<EndpointTarget> targets, List<Endpoint> before) {
        var endpoints = new ArrayList<Endpoint>();
        for (EndpointTarget target : targets) {
            target.addresses().all().forEach(a -> endpoints.add(new Endpoint(a, target.port())));
        }
        for (Family family : Family.values()) {
            if (targets.stream().anyMatch(t -> t.addresses().of(family).isFailed())) {
                before.stream().filter(e -> e.address().family() == family).forEach(endpoints::add);
            }
        }
        return endpoints;
    }
}
