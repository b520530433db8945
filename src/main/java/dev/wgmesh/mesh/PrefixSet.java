package dev.wgmesh.mesh;

import dev.wgmesh.model.Prefix;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** A set of prefixes, for lookups of what they contain. One inside another is left out. */
public final class PrefixSet {
    private final NavigableSet<Prefix> widest = new TreeSet<>();

    /** Creates the set of these prefixes. */
    public PrefixSet(Collection<Prefix> prefixes) {
        prefixes.stream().sorted().filter(prefix -> !contains(prefix)).forEach(widest::add);
    }

    /** Returns whether one of the prefixes contains all of this one. */
    public boolean contains(Prefix prefix) {
        // the prefix that contains another is the last one before it: none is inside another
        Prefix before = widest.floor(prefix);
        return before != null && before.contains(prefix);
    }

    /** Returns the prefixes of all addresses that the set and this prefix have in common. */
    Collection<Prefix> intersection(Prefix prefix) {
        if (contains(prefix)) {
            return List.of(prefix);
        }
        Prefix last = prefix.lastAddress().asPrefix();
        return widest.subSet(prefix, true, last, true);
    }
}
