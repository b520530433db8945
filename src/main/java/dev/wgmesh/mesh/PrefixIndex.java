package dev.wgmesh.mesh;

import dev.wgmesh.model.Prefix;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

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
        first(
                prefix,
                thing -> {
                    found.add(thing);
                    return false;
                });
        return found;
    }

    /**
     * Returns the first such value of the prefixes that overlap this one, the widest first. It
     * looks at no value behind it: a wide prefix may overlap all there are.
     */
    public Optional<T> first(Prefix prefix, Predicate<T> wanted) {
        for (int length = lengths.nextSetBit(0);
                length >= 0 && length < prefix.length();
                length = lengths.nextSetBit(length + 1)) {
            Optional<T> found = firstAt(Prefix.containing(prefix.network(), length), wanted);
            if (found.isPresent()) {
                return found;
            }
        }
        if (prefix.isHost()) {
            return firstAt(prefix, wanted);
        }
        for (var entry : things.tailMap(prefix, true).entrySet()) {
            if (!prefix.contains(entry.getKey())) {
                break;
            }
            Optional<T> found = entry.getValue().stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<T> firstAt(Prefix prefix, Predicate<T> wanted) {
        for (T thing : things.getOrDefault(prefix, List.of())) {
            if (wanted.test(thing)) {
                return Optional.of(thing);
            }
        }
        return Optional.empty();
    }
}
