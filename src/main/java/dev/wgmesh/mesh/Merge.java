package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Addresses;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a member published, with memory in place of what failed. */
final class Merge {
    private static final Published NOTHING =
            new Published(List.of(), List.of(), List.of(), Metadata.NONE);

    private Merge() {}

    /** The member as it counts; empty where neither DNS nor memory gives a key and an address. */
    static Optional<Counted> of(Member member, Optional<KnownMember> known) {
        if (!member.resolved()) {
            return known.map(
                    k -> new Counted(member.name(), member.list(), k.key(), k.published(), known));
        }
        return member.key().found().map(key -> resolved(member, key, known));
    }

    private static Counted resolved(Member member, PublicKey key, Optional<KnownMember> known) {
        Published before = known.map(KnownMember::published).orElse(NOTHING);
        var now =
                new Published(
                        addresses(member.addresses(), before.addresses()),
                        endpoints(member.endpoints(), before.endpoints()),
                        endpoints(member.reflexive(), before.reflexive()),
                        member.metadata().isFailed() ? before.metadata() : member.meta());
        return new Counted(member.name(), member.list(), key, now, known);
    }

    private static List<IpAddress> addresses(Addresses now, List<IpAddress> before) {
        return Stream.of(Family.values())
                .flatMap(family ->
                        now.of(family).isFailed()
                                ? before.stream().filter(a -> a.family() == family)
                                : now.of(family).found().stream().flatMap(List::stream))
                .toList();
    }

    private static List<Endpoint> endpoints(List<Target> targets, List<Endpoint> before) {
        var endpoints = new ArrayList<Endpoint>();
        for (Target target : targets) {
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
