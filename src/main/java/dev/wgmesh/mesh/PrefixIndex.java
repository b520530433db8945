package dev.wgmesh.mesh;

import dev.wgmesh.model.Prefix;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** An index of values by prefix, for overlap searches. */
public final class PrefixIndex<T> {
    private final NavigableMap<Prefix, List<T>> things = new TreeMap<>();

    /** The lengths of the prefixes: a search looks at no other. */
    private final BitSet lengths = new BitSet();

    /** Adds a value; one prefix may have several. */
    public void add(Prefix prefix, T thing) {
        lengths.set(prefix.length());
        things.computeIfAbsent(prefix, _ -> new ArrayList<>()).add(thing);
    }

    /** Returns the values of all prefixes that overlap this one, the widest first. */
    public List<T> overlapping(Prefix prefix) {
        var found = new ArrayList<T>();
        for (int length = lengths.nextSetBit(0);
                length >= 0 && length < prefix.length();
                length = lengths.nextSetBit(length + 1)) {
            found.addAll(
                    things.getOrDefault(Prefix.containing(prefix.network(), length), List.of()));
        }
        for (var entry : things.tailMap(prefix, true).entrySet()) {
            if (!prefix.contains(entry.getKey())) {
                break;
            }
            found.addAll(entry.getValue());
        }
        return found;
    }
}
