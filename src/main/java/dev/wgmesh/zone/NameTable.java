package dev.wgmesh.zone;

import java.io.IOException;
import java.util.Arrays;
import org.xbill.DNS.Name;

/**
 * Domain names by number, each once, in as few octets as they have: a large zone has too many for
 * objects. Names are equal without regard to case; the spelling added first is kept.
 */
final class NameTable {
    private static final int FIRST_SIZE = 64;

    private byte[] octets = new byte[FIRST_SIZE * 16];
    private int used;
    private int[] starts = new int[FIRST_SIZE];
    private int[] hashes = new int[FIRST_SIZE];
    private byte[] lengths = new byte[FIRST_SIZE];
    private int count;

    /** The number of a name plus 1, by its hash; 0: none. */
    private int[] slots = new int[FIRST_SIZE * 2];

    /** Returns how many names there are; their numbers begin at 0. */
    int size() {
        return count;
    }

    /** Returns the number of a name in wire form, and adds it where it is new. */
    int add(byte[] wire, int from, int length) {
        int hash = hash(wire, from, length);
        int known = find(wire, from, length, hash);
        if (known >= 0) {
            return known;
        }
        if (used + length > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, used + length));
        }
        System.arraycopy(wire, from, octets, used, length);
        used += length;
        return insert(used - length, length, hash);
    }

    /** Returns the number of a name, and adds it where it is new. */
    int add(Name name) {
        byte[] wire = name.toWire();
        return add(wire, 0, wire.length);
    }

    /**
     * Returns the number of the name one label above, and adds it where it is new; not the root.
     */
    int addParent(int name) {
        int label = octets[starts[name]] + 1;
        int from = starts[name] + label;
        int length = length(name) - label;
        int hash = hash(octets, from, length);
        int known = find(octets, from, length, hash);
        return known >= 0 ? known : insert(from, length, hash);
    }

    /** Returns the number of a name; -1 where it is not in the table. */
    int find(Name name) {
        byte[] wire = name.toWireCanonical();
        return find(wire, 0, wire.length, hash(wire, 0, wire.length));
    }

    private int find(byte[] wire, int from, int length, int hash) {
        int mask = slots.length - 1;
        for (int slot = hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            int name = slots[slot] - 1;
            if (hashes[name] == hash && equals(name, wire, from, length)) {
                return name;
            }
        }
        return -1;
    }

    private boolean equals(int name, byte[] wire, int from, int length) {
        if (length(name) != length) {
            return false;
        }
        int start = starts[name];
        for (int i = 0; i < length; i++) {
            if (octets[start + i] != wire[from + i]
                    && lower(octets[start + i]) != lower(wire[from + i])) {
                return false;
            }
        }
        return true;
    }

    private int insert(int start, int length, int hash) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            hashes = Arrays.copyOf(hashes, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
            slots = new int[slots.length * 2];
            for (int name = 0; name < count; name++) {
                place(name);
            }
        }
        starts[count] = start;
        lengths[count] = (byte) length;
        hashes[count] = hash;
        place(count);
        return count++;
    }

    private void place(int name) {
        int mask = slots.length - 1;
        int slot = hashes[name] & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = name + 1;
    }

    private static int hash(byte[] wire, int from, int length) {
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = hash * 31 + lower(wire[i]);
        }
        hash ^= hash >>> 15;
        hash *= 0x9e3779b1;
        return hash ^ (hash >>> 16);
    }

    /**
     * Returns an octet of a name in lower case; octets of labels' lengths are below the letters.
     */
    static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    private int length(int name) {
        return lengths[name] & 0xff;
    }

    /** Returns whether the name is spelled exactly so. */
    boolean isSpelled(int name, byte[] wire, int length) {
        return Arrays.equals(octets, starts[name], starts[name] + length(name), wire, 0, length);
    }

    /** Returns whether the name contains the character. */
    boolean contains(int name, char character) {
        int end = starts[name] + length(name);
        for (int i = starts[name]; i < end; i++) {
            if (octets[i] == character) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the name begins with the label {@code *} (RFC 4592). */
    boolean isWildcard(int name) {
        int start = starts[name];
        return octets[start] == 1 && octets[start + 1] == '*';
    }

    /** Returns whether the name one label above has that many octets in wire form. */
    boolean isChildOf(int name, int octetsAbove) {
        return length(name) - octets[starts[name]] - 1 == octetsAbove;
    }

    /** Returns whether the name is one in wire form, or below it. */
    boolean isAtOrBelow(int name, byte[] wire) {
        int rest = length(name) - wire.length;
        int at = 0;
        while (at < rest) {
            at += octets[starts[name] + at] + 1;
        }
        if (at != rest) {
            return false;
        }
        for (int i = 0; i < wire.length; i++) {
            if (lower(octets[starts[name] + rest + i]) != lower(wire[i])) {
                return false;
            }
        }
        return true;
    }

    /** Calls a visitor with the octets of a name, without a copy of them. */
    void visit(int name, int index, RecordStore.OwnerVisitor visitor) {
        visitor.owner(index, octets, starts[name], length(name));
    }

    /** Returns the name with a number. */
    Name name(int name) {
        return name(Arrays.copyOfRange(octets, starts[name], starts[name] + length(name)));
    }

    /** Returns the name of octets in wire form; throws IllegalStateException where invalid. */
    static Name name(byte[] wire) {
        try {
            return new Name(wire);
        } catch (IOException e) {
            throw new IllegalStateException("not a domain name", e);
        }
    }
}
