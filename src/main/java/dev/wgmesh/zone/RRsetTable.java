package dev.wgmesh.zone;

import org.xbill.DNS.Type;

import java.util.Arrays;

/**
 * Owner and type of each RRset of a zone, by number, and what is known of its records. Numbers
 * begin at 0, in the order added.
 */
final class RRsetTable {
    private static final int FIRST_SIZE = 64;

    private int[] owners = new int[FIRST_SIZE];
    private char[] types = new char[FIRST_SIZE];
    private int[] firsts = new int[FIRST_SIZE];
    private int[] lasts = new int[FIRST_SIZE];
    private int[] sizes = new int[FIRST_SIZE];
    private int[] octets = new int[FIRST_SIZE];
    private long[] severalTtls = new long[1];
    private int count;

    /** The number of an RRset plus 1, by the hash of its owner and type; 0: none. */
    private int[] slots = new int[FIRST_SIZE * 2];

    /** Returns how many RRsets there are. */
    int size() {
        return count;
    }

    /** Returns the number of the RRset of an owner and type; -1 where there is none. */
    int find(int owner, int type) {
        int mask = slots.length - 1;
        for (int slot = hash(owner, type) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            int set = slots[slot] - 1;
            if (owners[set] == owner && types[set] == type) {
                return set;
            }
        }
        return -1;
    }

    /** Adds an RRset without records; returns its number. */
    int add(int owner, int type) {
        if (count == owners.length) {
            owners = Arrays.copyOf(owners, count * 2);
            types = Arrays.copyOf(types, count * 2);
            firsts = Arrays.copyOf(firsts, count * 2);
            lasts = Arrays.copyOf(lasts, count * 2);
            sizes = Arrays.copyOf(sizes, count * 2);
            octets = Arrays.copyOf(octets, count * 2);
            severalTtls = Arrays.copyOf(severalTtls, severalTtls.length * 2);
            slots = new int[slots.length * 2];
            for (int set = 0; set < count; set++) {
                place(set);
            }
        }
        owners[count] = owner;
        types[count] = (char) type;
        place(count);
        return count++;
    }

    private void place(int set) {
        int mask = slots.length - 1;
        int slot = hash(owners[set], types[set]) & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = set + 1;
    }

    private static int hash(int owner, int type) {
        int hash = (owner * 31 + type) * 0x9e3779b1;
        return hash ^ hash >>> 15;
    }

    /** Adds a record to an RRset; returns the record that was the last before, -1 for the first. */
    int addRecord(int set, int record, int data) {
        int before = sizes[set] == 0 ? -1 : lasts[set];
        if (before < 0) {
            firsts[set] = record;
        }
        lasts[set] = record;
        sizes[set]++;
        octets[set] = (int) Math.min((long) octets[set] + data, Integer.MAX_VALUE);
        return before;
    }

    /** Notes that the records of an RRset differ in their TTL. */
    void setSeveralTtls(int set) {
        severalTtls[set / Long.SIZE] |= 1L << set % Long.SIZE;
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
        return (severalTtls[set / Long.SIZE] >> set % Long.SIZE & 1) != 0;
    }
}
