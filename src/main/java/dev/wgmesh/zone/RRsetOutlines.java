package dev.wgmesh.zone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.xbill.DNS.Type;

/** The outline of each RRset of a table. A large zone has few that differ. */
final class RRsetOutlines {
    static final RRsetOutlines NONE = new RRsetOutlines(List.of(), new int[0]);

    /** Outlines that are found again without a search; a power of 2. */
    private static final int RECENT = 256;

    /** Of a large RRset, which shares its outline with none. */
    private static final long UNSHARED = 0;

    private final List<RRsetOutline> outlines;

    /** The RRsets by outline, those of one outline in order. */
    private final int[] sets;

    /** Where the RRsets of each outline begin, and the end of the last. */
    private final int[] starts;

    private RRsetOutlines(List<RRsetOutline> outlines, int[] outlineOf) {
        this.outlines = outlines;
        this.sets = new int[outlineOf.length];
        this.starts = new int[outlines.size() + 1];
        for (int outline : outlineOf) {
            starts[outline + 1]++;
        }
        for (int outline = 0; outline < outlines.size(); outline++) {
            starts[outline + 1] += starts[outline];
        }
        int[] ends = starts.clone();
        for (int set = 0; set < outlineOf.length; set++) {
            sets[ends[outlineOf[set]]++] = set;
        }
    }

    /**
     * Returns the outlines of all RRsets.
     *
     * @param existing numbers of the names that are in the zone
     */
    static RRsetOutlines of(RecordColumns rows, RRsetTable sets, NameTable names, BitSet existing) {
        return new Builder(rows, sets, names, existing).build();
    }

    /**
     * Returns the RRsets whose outline matches, in order. Each outline is tried once, and the
     * RRsets of the others are not looked at.
     */
    IntStream matching(Predicate<RRsetOutline> outline) {
        int[] matching =
                IntStream.range(0, outlines.size())
                        .filter(one -> outline.test(outlines.get(one)))
                        .toArray();
        if (matching.length == 1) {
            return Arrays.stream(sets, starts[matching[0]], starts[matching[0] + 1]);
        }
        int count = 0;
        for (int one : matching) {
            count += starts[one + 1] - starts[one];
        }
        int[] found = new int[count];
        int at = 0;
        for (int one : matching) {
            int size = starts[one + 1] - starts[one];
            System.arraycopy(sets, starts[one], found, at, size);
            at += size;
        }
        Arrays.sort(found);
        return Arrays.stream(found);
    }

    private static final class Builder {
        private final RecordColumns rows;
        private final RRsetTable sets;
        private final NameTable names;
        private final BitSet existing;

        /** Whether an alias may be at names that no RRset has. */
        private final boolean hidden;

        Builder(RecordColumns rows, RRsetTable sets, NameTable names, BitSet existing) {
            this.rows = rows;
            this.sets = sets;
            this.names = names;
            this.existing = existing;
            this.hidden = IntStream.range(0, sets.size()).anyMatch(this::mayHideAliases);
        }

        private boolean mayHideAliases(int set) {
            return sets.type(set) == Type.DNAME
                    || sets.type(set) == Type.CNAME && names.isWildcard(sets.owner(set));
        }

        RRsetOutlines build() {
            var outlines = new ArrayList<RRsetOutline>();
            var outlineOf = new int[sets.size()];
            var known = new HashMap<Long, Integer>();
            var recent = new long[RECENT];
            var recentOutline = new int[RECENT];
            for (int set = 0; set < sets.size(); set++) {
                long key = key(set);
                int slot = Long.hashCode(key * 0x9e3779b97f4a7c15L) & (RECENT - 1);
                if (key == UNSHARED || recent[slot] != key) {
                    int outline = key == UNSHARED ? -1 : known.getOrDefault(key, -1);
                    if (outline < 0) {
                        outline = outlines.size();
                        outlines.add(outline(set));
                        known.put(key, outline);
                    }
                    recent[slot] = key;
                    recentOutline[slot] = outline;
                }
                outlineOf[set] = recentOutline[slot];
            }
            return new RRsetOutlines(outlines, outlineOf);
        }

        /** Returns a number that RRsets of the same outline have, which has all it says. */
        private long key(int set) {
            int size = sets.records(set);
            int octets = sets.octets(set);
            if (size > 0xff || octets > 0xffffff) {
                return UNSHARED;
            }
            int owner = sets.owner(set);
            int flags =
                    bit(0, sets.hasSeveralTtls(set))
                            | bit(1, mayRepeat(set))
                            | bit(2, existing.get(owner))
                            | bit(3, names.isWildcard(owner))
                            | bit(4, names.contains(owner, '_'))
                            | bit(5, sets.isAlias(owner))
                            | bit(6, mayNameAlias(set));
            return ((((((long) sets.type(set) << 8) | flags) << 8) | size) << 24) | octets;
        }

        private static int bit(int at, boolean value) {
            return value ? 1 << at : 0;
        }

        private RRsetOutline outline(int set) {
            int owner = sets.owner(set);
            return new RRsetOutline(
                    sets.type(set),
                    sets.records(set),
                    sets.octets(set),
                    sets.hasSeveralTtls(set),
                    mayRepeat(set),
                    existing.get(owner),
                    names.isWildcard(owner),
                    names.contains(owner, '_'),
                    sets.isAlias(owner),
                    mayNameAlias(set));
        }

        private boolean mayRepeat(int set) {
            int size = sets.records(set);
            if (size == 1) {
                return false;
            }
            var data = new int[size];
            int row = sets.first(set);
            for (int i = 0; i < size; i++) {
                data[i] = rows.hash(row);
                row = rows.next(row);
            }
            Arrays.sort(data);
            return IntStream.range(1, size).anyMatch(i -> data[i] == data[i - 1]);
        }

        private boolean mayNameAlias(int set) {
            return HostInData.offset(sets.type(set)) >= 0 && (hidden || namesAlias(set));
        }

        private boolean namesAlias(int set) {
            int row = sets.first(set);
            for (int i = 0; i < sets.records(set); i++) {
                if (sets.isAlias(rows.target(row))) {
                    return true;
                }
                row = rows.next(row);
            }
            return false;
        }
    }
}
