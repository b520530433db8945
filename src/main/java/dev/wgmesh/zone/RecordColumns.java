package dev.wgmesh.zone;

import java.util.Arrays;

/** What is known of each record of a zone, as numbers. Rows begin at 0, in the order added. */
final class RecordColumns {
    private static final int FIRST_SIZE = 64;

    /** Octets of an entry of a large zone file. */
    private static final int OCTETS_OF_ENTRY = 32;

    private int[] starts = new int[FIRST_SIZE];
    private int[] lines = new int[FIRST_SIZE];
    private int[] ttls = new int[FIRST_SIZE];
    private int[] owners = new int[FIRST_SIZE];
    private int[] hashes = new int[FIRST_SIZE];
    private int[] next = new int[FIRST_SIZE];
    private int[] targets = new int[0];
    private int count;

    /** Returns the number of rows. */
    int size() {
        return count;
    }

    /** Makes room for the entries of a text. */
    void reserve(int octets) {
        int rows = count + octets / OCTETS_OF_ENTRY;
        if (rows > starts.length) {
            resize(rows);
        }
    }

    private void resize(int rows) {
        starts = Arrays.copyOf(starts, rows);
        lines = Arrays.copyOf(lines, rows);
        ttls = Arrays.copyOf(ttls, rows);
        owners = Arrays.copyOf(owners, rows);
        hashes = Arrays.copyOf(hashes, rows);
        next = Arrays.copyOf(next, rows);
    }

    /**
     * Adds a row and returns its number.
     *
     * @param owner number of the name
     * @param start offset of its entry in the text; -1: it is kept as an object
     */
    int add(int owner, long ttl, int start, int line) {
        if (count == starts.length) {
            resize(count * 2);
        }
        owners[count] = owner;
        ttls[count] = (int) ttl;
        starts[count] = start;
        lines[count] = line;
        return count++;
    }

    int owner(int row) {
        return owners[row];
    }

    int ttl(int row) {
        return ttls[row];
    }

    /** Returns the offset of its entry in the text. */
    int start(int row) {
        return starts[row];
    }

    int line(int row) {
        return lines[row];
    }

    /** Sets a number that is the same for the same data: of an A record, its address. */
    void setHash(int row, int hash) {
        hashes[row] = hash;
    }

    int hash(int row) {
        return hashes[row];
    }

    /** Sets the next record of the same RRset. */
    void setNext(int row, int following) {
        next[row] = following;
    }

    /** Returns the next record of the same RRset; 0: none. */
    int next(int row) {
        return next[row];
    }

    /** Sets the number of the host name in its data. */
    void setTarget(int row, int name) {
        if (targets.length <= row) {
            targets = Arrays.copyOf(targets, starts.length);
        }
        targets[row] = name;
    }

    /** Returns the number of the host name in its data, of a type that has one. */
    int target(int row) {
        return targets[row];
    }
}
