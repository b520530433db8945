package dev.wgmesh.serve;

import dev.wgmesh.zone.RRset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a served zone has at one name.
 *
 * @param sets its RRsets, by type
 * @param below how many existing names are directly below it, and how many of its own records
 *     cannot be read
 */
record NameRecords(List<RRset> sets, int below) {
    static final NameRecords NONE = new NameRecords(List.of(), 0);

    private static final Comparator<RRset> BY_TYPE =
            Comparator.comparingInt(set -> set.question().type());

    NameRecords {
        sets = List.copyOf(sets);
    }

    /** Returns whether the name exists: an empty non-terminal does (RFC 4592, section 2.2.2). */
    boolean exists() {
        return !sets.isEmpty() || below > 0;
    }

    Optional<RRset> set(int type) {
        for (RRset set : sets) {
            if (set.question().type() == type) {
                return Optional.of(set);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the same with another RRset of a type.
     *
     * @param after empty: the RRset is removed
     */
    NameRecords with(int type, Optional<RRset> after) {
        var next = new ArrayList<>(sets);
        next.removeIf(set -> set.question().type() == type);
        after.ifPresent(next::add);
        next.sort(BY_TYPE);
        return new NameRecords(next, below);
    }

    NameRecords withBelow(int number) {
        return new NameRecords(sets, number);
    }
}
