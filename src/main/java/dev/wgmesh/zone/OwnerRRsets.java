package dev.wgmesh.zone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** A name with its RRsets, to which records are added before any RRset is asked for. */
final class OwnerRRsets implements OwnerRecords {
    /** RRsets that are searched one after the other. */
    private static final int MOST_SEARCHED = 8;

    private final Name name;
    private final List<RRsetBuilder> sets = new ArrayList<>(2);

    /** Those after the first ones, by type. */
    private Map<Integer, RRsetBuilder> others = Map.of();

    private boolean existing;

    OwnerRRsets(Name name) {
        this.name = name;
    }

    /** Returns the name as it was spelled first. */
    Name name() {
        return name;
    }

    /** Returns the RRset of a type for adding records, made where it is not there yet. */
    RRsetBuilder builder(int type) {
        RRsetBuilder known = find(type);
        if (known != null) {
            return known;
        }
        var made = new RRsetBuilder(type);
        if (sets.size() < MOST_SEARCHED) {
            sets.add(made);
        } else {
            if (others.isEmpty()) {
                others = new HashMap<>();
            }
            others.put(type, made);
        }
        return made;
    }

    private @Nullable RRsetBuilder find(int type) {
        for (int i = 0; i < sets.size(); i++) {
            RRsetBuilder set = sets.get(i);
            if (set.type() == type) {
                return set;
            }
        }
        return others.isEmpty() ? null : others.get(type);
    }

    @Override
    public Optional<RRset> rrset(int type) {
        RRsetBuilder set = find(type);
        return set == null ? Optional.empty() : Optional.of(set.rrset());
    }

    /** Notes that the name exists in its zone; returns false if that was noted before. */
    boolean setExisting() {
        boolean first = !existing;
        existing = true;
        return first;
    }

    boolean isExisting() {
        return existing;
    }
}
