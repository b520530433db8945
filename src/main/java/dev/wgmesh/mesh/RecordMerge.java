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

/** Merges the records of a member with its last known records, where lookups failed. */
final class RecordMerge {
    private static final PublishedMember NOTHING =
            new PublishedMember(List.of(), List.of(), List.of(), Metadata.NONE);

    private static final List<Family> FAMILIES = List.of(Family.values());

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
        if (!now.anyFailed()) {
            return now.all();
        }
        return FAMILIES.stream()
                .flatMap(family ->
                        now.of(family).isFailed()
                                ? before.stream().filter(a -> a.family() == family)
                                : now.of(family).found().stream().flatMap(List::stream))
                .toList();
    }

    private static List<Endpoint> endpoints(List<EndpointTarget> targets, List<Endpoint> before) {
        var endpoints = new ArrayList<Endpoint>(targets.size());
        boolean anyFailed = false;
        for (EndpointTarget target : targets) {
            for (IpAddress address : target.addresses().all()) {
                endpoints.add(new Endpoint(address, target.port()));
            }
            anyFailed |= target.addresses().anyFailed();
        }
        if (anyFailed) {
            for (Family family : FAMILIES) {
                if (targets.stream().anyMatch(t -> t.addresses().of(family).isFailed())) {
                    before.stream()
                            .filter(e -> e.address().family() == family)
                            .forEach(endpoints::add);
                }
            }
        }
        return endpoints;
    }
}
