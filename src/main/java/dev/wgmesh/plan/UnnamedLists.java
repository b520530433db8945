package dev.wgmesh.plan;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Lists of meshes that a difference leaves out: they are not called {@code _p2p}, have no revision,
 * and are not named.
 */
record UnnamedLists(ZoneContents zone, MeshNames meshes) {
    /** Records of a list that are looked at. */
    private static final int MOST_ENTRIES = 100;

    /** Returns a problem for each name with a policy, or with a TXT of a host that has a key. */
    List<Problem> problems() {
        Set<Name> found = new TreeSet<>();
        zone.rrsets(SchemaRecord::isPossible)
                .filter(set -> set.question().type() == Type.TXT)
                .forEach(set -> {
                    Name owner = set.question().owner();
                    String label = MeshNames.firstLabel(owner);
                    if (label.equals(RecordFormat.POLICY)) {
                        found.add(new Name(owner, 1));
                    } else if (!RecordFormat.NOT_LISTS.contains(label) && listsMember(set)) {
                        found.add(owner);
                    }
                });
        return found.stream()
                .filter(name -> !meshes.contains(name) && isMeshName(name))
                .map(name -> name.toString(true))
                .map(name ->
                        new Problem(
                                name,
                                "looks like a mesh, and its list and policy are left out:"
                                        + " it has no revision",
                                "name the mesh: --mesh " + name))
                .toList();
    }

    private boolean isMeshName(Name name) {
        return meshes.with(List.of(name)).contains(name);
    }

    private boolean listsMember(RRset set) {
        return set.records().stream()
                .limit(MOST_ENTRIES)
                .flatMap(record -> HostName.parse(record.text()).stream())
                .filter(OwnerNames::fits)
                .map(OwnerNames::wireguard)
                .anyMatch(owner -> zone.rrset(new Question(owner, Type.TXT)).isPresent());
    }
}
