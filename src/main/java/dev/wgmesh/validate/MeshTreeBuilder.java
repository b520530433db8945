package dev.wgmesh.validate;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.zone.ZoneRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.xbill.DNS.PTRRecord;

/** Builds a mesh by a walk from a list down its sub-lists. */
final class MeshTreeBuilder {
    private final SnapshotLookup lookup;
    private final List<ListRecords> lists = new ArrayList<>();
    private final List<MeshTree.LinkError> faults = new ArrayList<>();
    private final Set<MeshName> seen = new HashSet<>();

    private MeshTreeBuilder(SnapshotLookup lookup) {
        this.lookup = lookup;
    }

    static MeshTree build(MeshName root, SnapshotLookup lookup) {
        var walk = new MeshTreeBuilder(lookup);
        walk.seen.add(root);
        walk.visit(ListRecords.of(root, Optional.empty(), lookup), List.of());
        var members = new TreeMap<HostName, ListedMember>();
        for (ListRecords list : walk.lists) {
            for (ListEntry entry : list.entries()) {
                entry.host()
                        .filter(host -> !members.containsKey(host))
                        .ifPresent(host -> members.put(host, ListedMember.of(entry, list, lookup)));
            }
        }
        return new MeshTree(List.copyOf(walk.lists), members, List.copyOf(walk.faults));
    }

    private void visit(ListRecords list, List<MeshName> above) {
        lists.add(list);
        var path = new ArrayList<>(above);
        path.add(list.name());
        RecordTexts.records(list.ptr()).forEach(record -> descend(list, record, path));
    }

    private void descend(ListRecords parent, ZoneRecord pointer, List<MeshName> path) {
        String target = ((PTRRecord) pointer.record()).getTarget().toString(true);
        String domain = parent.name().domain();
        Optional<MeshName> name = MeshName.parse(target).filter(sub -> isBelow(sub, domain));
        if (name.isEmpty()) {
            fault(
                    pointer,
                    target + " cannot be a sub-list of " + parent.name(),
                    "use a mesh name in or below " + domain + ", such as _p2p.eu." + domain + ".");
        } else if (path.contains(name.get())) {
            fault(
                    pointer,
                    target + " is its own sub-list: the PTR records form a cycle",
                    "remove this PTR record");
        } else if (path.size() > RecordFormat.MAX_LIST_DEPTH) {
            fault(
                    pointer,
                    target
                            + " is more than "
                            + RecordFormat.MAX_LIST_DEPTH
                            + " lists below "
                            + path.get(0),
                    "point to it from higher up: " + path.get(0) + ". IN PTR " + target + ".");
        } else if (!seen.add(name.get())) {
            fault(pointer, target + " is a sub-list of two lists", "remove one of the PTR records");
        } else {
            ListRecords sub = ListRecords.of(name.get(), Optional.of(parent), lookup);
            if (sub.isMissing()) {
                fault(
                        pointer,
                        target + " has neither a list nor a policy",
                        "create the sub-list: wg-mesh init "
                                + target
                                + " --pool CIDR; or remove this PTR record");
            }
            visit(sub, path);
        }
    }

    private static boolean isBelow(MeshName sub, String domain) {
        return sub.domain().equals(domain) || sub.domain().endsWith("." + domain);
    }

    private void fault(ZoneRecord pointer, String what, String fix) {
        faults.add(new MeshTree.LinkError(FindingLocation.of(pointer), what, fix));
    }
}
