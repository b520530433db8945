package dev.wgmesh.mesh;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An index of values by prefix, for overlap searches. */
public final class PrefixIndex<T> {
    private final Map<Prefix, List<T>> things = new HashMap<>();

    /** The same in order, but for those not sorted yet: only a search for a net needs it. */
    private final NavigableMap<Prefix, List<T>> sorted = new TreeMap<>();

    private final List<Prefix> unsorted = new ArrayList<>();

    /** The lengths of the prefixes of a family: a search looks at no other. */
    private final BitSet lengthsV4 = new BitSet();

    private final BitSet lengthsV6 = new BitSet();

    /** Adds a value; one prefix may have several. */
    public void add(Prefix prefix, T thing) {
        lengths(prefix.family()).set(prefix.length());
        List<T> there = things.getOrDefault(prefix, List.of());
        if (there.isEmpty()) {
            unsorted.add(prefix);
            things.put(prefix, List.of(thing));
        } else if (there.size() == 1) {
            var several = new ArrayList<T>(2);
            several.addAll(there);
            several.add(thing);
            things.put(prefix, several);
            sorted.replace(prefix, several);
        } else {
            there.add(thing);
        }
    }

    private BitSet lengths(Family family) {
        return family == Family.V4 ? lengthsV4 : lengthsV6;
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

    /** Returns the values of the narrowest prefix that contains the address; empty: none does. */
    List<T> narrowest(IpAddress address) {
        BitSet lengths = lengths(address.family());
        for (int length = lengths.length() - 1;
                length >= 0;
                length = lengths.previousSetBit(length - 1)) {
            List<T> found = things.get(Prefix.containing(address, length));
            if (found != null) {
                return found;
            }
        }
        return List.of();
    }

    /**
     * Returns the first such value of the prefixes that overlap this one, the widest first. It
     * looks at no value behind it: a wide prefix may overlap all there are.
     */
    public Optional<T> first(Prefix prefix, Predicate<T> wanted) {
        BitSet lengths = lengths(prefix.family());
        for (int length = lengths.nextSetBit(0);
                length >= 0 && length < prefix.length();
                length = lengths.nextSetBit(length + 1)) {
            Optional<T> found =
                    first(things.get(Prefix.containing(prefix.network(), length)), wanted);
            if (found.isPresent()) {
                return found;
            }
        }
        if (prefix.isHost()) {
            return first(things.get(prefix), wanted);
        }
        for (var entry : sorted().tailMap(prefix, true).entrySet()) {
            if (!prefix.contains(entry.getKey())) {
                break;
            }
            Optional<T> found = first(entry.getValue(), wanted);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Returns all prefixes in order; each is sorted in once. */
    private NavigableMap<Prefix, List<T>> sorted() {
        for (Prefix prefix : unsorted) {
            sorted.put(prefix, things.getOrDefault(prefix, List.of()));
        }
        unsorted.clear();
        return sorted;
    }

    private static <T> Optional<T> first(@Nullable List<T> things, Predicate<T> wanted) {
        if (things != null) {
            for (int i = 0; i < things.size(); i++) {
                if (wanted.test(things.get(i))) {
                    return Optional.of(things.get(i));
                }
            }
        }
        return Optional.empty();
    }
}
