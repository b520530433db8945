package dev.wgmesh.limits;

import java.util.Collection;
import java.util.Spliterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Work on many independent items, which the cores of the machine share. The results have the order
 * of the items, on any number of cores.
 */
public final class SharedWork {
    /** Items that one core handles before another has begun. */
    private static final int FEW = 256;

    private SharedWork() {}

    /** Returns the items as a stream, parallel where there are many of them. */
    public static <T> Stream<T> of(Collection<T> items) {
        return of(items, items.size());
    }

    /** Returns the items, whose number is known, as a stream, parallel where there are many. */
    public static <T> Stream<T> of(Stream<T> items) {
        Spliterator<T> all = items.spliterator();
        return StreamSupport.stream(all, all.getExactSizeIfKnown() > FEW);
    }

    /**
     * Returns the items as a stream, parallel where there is much to do.
     *
     * @param size how much, in parts that cost about as much as the check of a member
     */
    public static <T> Stream<T> of(Collection<T> items, int size) {
        return size > FEW ? items.parallelStream() : items.stream();
    }
}
