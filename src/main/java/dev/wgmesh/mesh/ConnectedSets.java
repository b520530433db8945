package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

/** Disjoint sets of members, joined pair by pair (union-find). */
final class ConnectedSets {
    private final Map<HostName, HostName> parents = new HashMap<>();

    void add(HostName name) {
        parents.put(name, name);
    }

    void join(HostName one, HostName other) {
        HostName a = root(one);
        HostName b = root(other);
        parents.put(b, a);
    }

    private HostName root(HostName name) {
        HostName at = name;
        while (!parent(at).equals(at)) {
            HostName above = parent(parent(at));
            parents.put(at, above);
            at = above;
        }
        return at;
    }

    private HostName parent(HostName name) {
        return Objects.requireNonNull(parents.get(name));
    }

    /** Returns the sets, the largest first; of equal ones that with the first name. */
    List<NavigableSet<HostName>> largestFirst() {
        var sets = new HashMap<HostName, NavigableSet<HostName>>();
        for (HostName name : List.copyOf(parents.keySet())) {
            sets.computeIfAbsent(root(name), _ -> new TreeSet<>()).add(name);
        }
        return sets.values().stream()
                .sorted(
                        Comparator.<NavigableSet<HostName>>comparingInt(set -> -set.size())
                                .thenComparing(NavigableSet::getFirst))
                .toList();
    }
}
