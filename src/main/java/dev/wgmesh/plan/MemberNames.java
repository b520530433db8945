package dev.wgmesh.plan;

import dev.wgmesh.model.HostName;
import dev.wgmesh.plan.SchemaRecord.Part;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneContents;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.xbill.DNS.Name;

/** The hosts that records show as members: they are listed, or have a key or mesh addresses. */
final class MemberNames {
    private MemberNames() {}

    /** Returns those of the zone, and those that the plan makes. */
    static Set<Name> of(ZoneContents zone, ZonePlan plan, MeshNames meshes) {
        Set<Name> members = of(zone, meshes);
        members.addAll(
                of(plan.changes().stream().flatMap(c -> c.newRRset().stream()).toList(), meshes));
        return members;
    }

    static Set<Name> of(ZoneContents zone, MeshNames meshes) {
        return of(zone.rrsets(SchemaRecord::isPossible).toList(), meshes);
    }

    private static Set<Name> of(Collection<RRset> sets, MeshNames meshes) {
        var members = new HashSet<Name>();
        for (RRset set : sets) {
            SchemaRecord.of(set.question(), meshes)
                    .ifPresent(name -> {
                        if (name.part() == Part.LIST) {
                            TxtStrings.of(set).forEach(host -> add(host, members));
                        } else if (name.part().isIdentity()) {
                            members.add(name.subject());
                        }
                    });
        }
        return members;
    }

    private static void add(String host, Set<Name> members) {
        HostName.parse(host).map(Question::name).ifPresent(members::add);
    }
}
