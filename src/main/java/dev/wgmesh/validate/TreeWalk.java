package dev.wgmesh.validate;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.zone.ZoneRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.xbill.DNS.PTRRecord;

/** One walk from a list down its sub-lists. */
final class TreeWalk {
    /** Sub-lists below one another at the most. */
    private static final int MAX_DEPTH = 4;

    private final Lookup lookup;
    private final List<ReadList> lists = new ArrayList<>();
    private final List<Tree.Fault> faults = new ArrayList<>();
    private final Set<MeshName> seen = new HashSet<>();

    private TreeWalk(Lookup lookup) {
        this.lookup = lookup;
    }

    static Tree from(MeshName root, Lookup lookup) {
        var walk = new TreeWalk(lookup);
        walk.seen.add(root);
        walk.visit(ReadList.of(root, Optional.empty(), lookup), List.of());
        var members = new TreeMap<HostName, Listed>();
        for (ReadList list : walk.lists) {
            for (Entry entry : list.entries()) {
                entry.host()
                        .filter(host -> !members.containsKey(host))
                        .ifPresent(host -> members.put(host, Listed.of(entry, list, lookup)));
            }
        }
        return new Tree(List.copyOf(walk.lists), members, List.copyOf(walk.faults));
    }

    private void visit(ReadList list, List<MeshName> above) {
        lists.add(list);
        var path = new ArrayList<>(above);
        path.add(list.name());
        Texts.records(list.pointers()).forEach(record -> descend(list, record, path));
    }

    private void descend(ReadList parent, ZoneRecord pointer, List<MeshName> path) {
        String target = ((PTRRecord) pointer.record()).getTarget().toString(true);
        String domain = parent.name().domain();
        Optional<MeshName> name = MeshName.parse(target).filter(sub -> isBelow(sub, domain));
        if (name.isEmpty()) {
            fault(
                    pointer,
                    target + " is no sub-list of " + parent.name(),
                    "name a list in or below " + domain + ", such as _p2p.eu." + domain + ".");
        } else if (path.contains(name.get())) {
            fault(pointer, target + " leads back to itself", "remove this PTR record");
        } else if (path.size() > MAX_DEPTH) {
            fault(
                    pointer,
                    target + " lies more than " + MAX_DEPTH + " lists deep",
                    path.get(0) + ". IN PTR " + target + ".");
        } else if (!seen.add(name.get())) {
            fault(pointer, target + " is a sub-list of two lists", "remove one of the PTR records");
        } else {
            ReadList sub = ReadList.of(name.get(), Optional.of(parent), lookup);
            if (sub.isMissing()) {
                fault(
                        pointer,
                        target + " has neither a list nor a policy",
                        "found it: wg-mesh init " + target + " --pool CIDR, or remove this PTR");
            }
            visit(sub, path);
        }
    }

    private static boolean isBelow(MeshName sub, String domain) {
        return sub.domain().equals(domain) || sub.domain().endsWith("." + domain);
    }

    private void fault(ZoneRecord pointer, String what, String fix) {
        faults.add(new Tree.Fault(Spot.of(pointer), what, fix));
    }
}
