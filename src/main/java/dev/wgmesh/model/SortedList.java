package dev.wgmesh.model;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Lists of values, each once, sorted or in their order. */
public final class SortedList {
    private SortedList() {}

    /** Returns an immutable list of the values, sorted, each once. */
    public static <T extends Comparable<? super T>> List<T> copyOf(Collection<T> values) {
        return isAscending(values)
                ? List.copyOf(values)
                : values.stream().distinct().sorted().toList();
    }

    /**
     * Returns an immutable list of the values, in the order of a key that each of them has alone.
     *
     * @throws IllegalArgumentException where two have the same key
     */
    public static <T, K extends Comparable<? super K>> List<T> copyOf(
            List<T> values, Function<? super T, ? extends K> key) {
        for (int i = 1; i < values.size(); i++) {
            int order = key.apply(values.get(i - 1)).compareTo(key.apply(values.get(i)));
            if (order == 0) {
                throw new IllegalArgumentException("two entries of " + key.apply(values.get(i)));
            }
            if (order > 0) {
                return copyOf(
                        values.stream()
                                .sorted((a, b) -> key.apply(a).compareTo(key.apply(b)))
                                .toList(),
                        key);
            }
        }
        return List.copyOf(values);
    }

    /** Returns an immutable list of the values, each once, in the order of the first of each. */
    public static <T> List<T> distinct(List<T> values) {
        return values.size() < 2 ? List.copyOf(values) : values.stream().distinct().toList();
    }

    private static <T extends Comparable<? super T>> boolean isAscending(Collection<T> values) {
        if (values.size() < 2) {
            return true;
        }
        Iterator<T> rest = values.iterator();
        T before = rest.next();
        while (rest.hasNext()) {
            T next = rest.next();
            if (before.compareTo(next) >= 0) {
                return false;
            }
            before = next;
        }
        return true;
    }
}
