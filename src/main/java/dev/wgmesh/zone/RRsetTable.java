package dev.wgmesh.zone;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.xbill.DNS.Type;

/**
 * Owner and type of each RRset of a zone, by number, and what is known of its records. Numbers
 * begin at 0, in the order added.
 */
final class RRsetTable {
    private static final int FIRST_SIZE = 64;

    /** RRsets of one owner that are searched one after the other. */
    private static final int MOST_SEARCHED = 8;

    private int[] owners = new int[FIRST_SIZE];
    private char[] types = new char[FIRST_SIZE];
    private int[] firsts = new int[FIRST_SIZE];
    private int[] lasts = new int[FIRST_SIZE];
    private int[] sizes = new int[FIRST_SIZE];
    private int[] octets = new int[FIRST_SIZE];
    private final BitSet severalTtls = new BitSet();
    private final BitSet aliases = new BitSet();
    private int count;

    /** The last RRset plus 1 of each owner, and the one before each RRset; 0: none. */
    private int[] lastOf = new int[FIRST_SIZE];

    private int[] before = new int[FIRST_SIZE];

    /** RRsets of owners that have many. */
    private final Map<Long, Integer> others = new HashMap<>();

    /** Returns how many RRsets there are. */
    int size() {
        return count;
    }

    /** Returns the number of the RRset of an owner and type; -1 where there is none. */
    int find(int owner, int type) {
        int searched = 0;
        int set = owner < lastOf.length ? lastOf[owner] : 0;
        while (set > 0 && types[set - 1] != type) {
            set = before[set - 1];
            searched++;
        }
        return set > 0 || searched < MOST_SEARCHED
                ? set - 1
                : others.getOrDefault(key(owner, type), -1);
    }

    private static long key(int owner, int type) {
        return ((long) owner << Character.SIZE) | type;
    }

    /** Adds an RRset without records, of an owner and type that has none; returns its number. */
    int add(int owner, int type) {
        if (count == owners.length) {
            owners = Arrays.copyOf(owners, count * 2);
            types = Arrays.copyOf(types, count * 2);
            firsts = Arrays.copyOf(firsts, count * 2);
            lasts = Arrays.copyOf(lasts, count * 2);
            sizes = Arrays.copyOf(sizes, count * 2);
            octets = Arrays.copyOf(octets, count * 2);
            before = Arrays.copyOf(before, count * 2);
        }
        if (owner >= lastOf.length) {
            lastOf = Arrays.copyOf(lastOf, Math.max(owner + 1, lastOf.length * 2));
        }
        owners[count] = owner;
        types[count] = (char) type;
        if (hasMany(owner)) {
            others.put(key(owner, type), count);
        } else {
            before[count] = lastOf[owner];
            lastOf[owner] = count + 1;
        }
        if (type == Type.CNAME) {
            aliases.set(owner);
        }
        return count++;
    }

    private boolean hasMany(int owner) {
        int found = 0;
        for (int set = lastOf[owner]; set > 0; set = before[set - 1]) {
            found++;
        }
        return found >= MOST_SEARCHED;
    }

    /** Returns whether an owner has a CNAME record. */
    boolean isAlias(int owner) {
        return aliases.get(owner);
    }

    /** Adds a record to an RRset; returns the record that was the last before, -1 for the first. */
    int addRecord(int set, int record, int data) {
        int last = sizes[set] == 0 ? -1 : lasts[set];
        if (last < 0) {
            firsts[set] = record;
        }
        lasts[set] = record;
        sizes[set]++;
        octets[set] = (int) Math.min((long) octets[set] + data, Integer.MAX_VALUE);
        return last;
    }

    /** Notes that the records of an RRset differ in their TTL. */
    void setSeveralTtls(int set) {
        severalTtls.set(set);
    }

    int owner(int set) {
        return owners[set];
    }

    /** Returns its type, one of {@link Type}. */
    int type(int set) {
        return types[set];
    }

    /** Returns its first record. */
    int first(int set) {
        return firsts[set];
    }

    /** Returns the number of its records. */
    int records(int set) {
        return sizes[set];
    }

    /** Returns the octets of the data of its records. */
    int octets(int set) {
        return octets[set];
    }

    boolean hasSeveralTtls(int set) {
        return severalTtls.get(set);
    }
}
