package dev.wgmesh.zone;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The addresses in the A and AAAA records of a zone, as numbers: a large zone has too many for
 * objects. A search looks at each of them once.
 */
public final class ZoneAddresses {
    private static final int FIRST_SIZE = 64;

    private final RecordStore records;
    private int[] fours = new int[FIRST_SIZE];
    private int[] fourSets = new int[FIRST_SIZE];
    private int fourCount;
    private long[] highs = new long[FIRST_SIZE];
    private long[] lows = new long[FIRST_SIZE];
    private int[] sixSets = new int[FIRST_SIZE];
    private int sixCount;

    private ZoneAddresses(RecordStore records) {
        this.records = records;
    }

    /**
     * An address in a zone.
     *
     * @param owner the first name, in canonical order, that has the address
     */
    public record Holder(IpAddress address, Name owner) {}

    /** Returns the addresses of the records, except those at one name. */
    static ZoneAddresses of(RecordStore records, Name except) {
        var addresses = new ZoneAddresses(records);
        records.visitAddresses(
                Set.of(new Question(except, Type.A), new Question(except, Type.AAAA)), addresses);
        return addresses;
    }

    /** Adds the addresses of an RRset, if it is one of addresses. */
    void add(int number, RRset set) {
        if (set.question().type() == Type.A || set.question().type() == Type.AAAA) {
            set.records().forEach(record -> add(number, record.address()));
        }
    }

    /**
     * Adds an IPv4 address.
     *
     * @param set number of its RRset
     */
    void add(int set, int address) {
        if (fourCount == fours.length) {
            fours = Arrays.copyOf(fours, fourCount * 2);
            fourSets = Arrays.copyOf(fourSets, fourCount * 2);
        }
        fours[fourCount] = address;
        fourSets[fourCount] = set;
        fourCount++;
    }

    /**
     * Adds an address.
     *
     * @param set number of its RRset
     */
    void add(int set, IpAddress address) {
        if (address.family() == Family.V4) {
            add(set, (int) address.low());
            return;
        }
        if (sixCount == lows.length) {
            highs = Arrays.copyOf(highs, sixCount * 2);
            lows = Arrays.copyOf(lows, sixCount * 2);
            sixSets = Arrays.copyOf(sixSets, sixCount * 2);
        }
        highs[sixCount] = address.high();
        lows[sixCount] = address.low();
        sixSets[sixCount] = set;
        sixCount++;
    }

    /**
     * Returns which of {@code count} consecutive addresses the zone has, each by its distance from
     * the first.
     */
    public BitSet taken(IpAddress first, int count) {
        var taken = new BitSet();
        if (first.family() == Family.V4) {
            for (int i = 0; i < fourCount; i++) {
                mark(taken, number(fours[i]) - first.low(), count);
            }
            return taken;
        }
        for (int i = 0; i < sixCount; i++) {
            long distance = lows[i] - first.low();
            boolean carries = Long.compareUnsigned(lows[i], first.low()) < 0;
            if (highs[i] - first.high() == (carries ? 1 : 0)) {
                mark(taken, distance, count);
            }
        }
        return taken;
    }

    private static void mark(BitSet taken, long distance, int count) {
        if (distance >= 0 && distance < count) {
            taken.set((int) distance);
        }
    }

    private static long number(int address) {
        return address & 0xffffffffL;
    }

    /** Returns the lowest address of the zone in a net; empty: the zone has none there. */
    public Optional<Holder> lowestIn(Prefix net) {
        return net.family() == Family.V4 ? lowestFour(net) : lowestSix(net);
    }

    private Optional<Holder> lowestFour(Prefix net) {
        long lowest = net.lastAddress().low();
        var sets = new BitSet();
        for (int i = 0; i < fourCount; i++) {
            long address = number(fours[i]);
            if (address >= net.network().low() && address <= lowest) {
                if (address < lowest) {
                    lowest = address;
                    sets.clear();
                }
                sets.set(fourSets[i]);
            }
        }
        return holder(new IpAddress(Family.V4, 0, lowest), sets);
    }

    private Optional<Holder> lowestSix(Prefix net) {
        IpAddress lowest = net.lastAddress();
        var sets = new BitSet();
        for (int i = 0; i < sixCount; i++) {
            var address = new IpAddress(Family.V6, highs[i], lows[i]);
            int order = net.contains(address) ? address.compareTo(lowest) : 1;
            if (order < 0) {
                lowest = address;
                sets.clear();
            }
            if (order <= 0) {
                sets.set(sixSets[i]);
            }
        }
        return holder(lowest, sets);
    }

    private Optional<Holder> holder(IpAddress address, BitSet sets) {
        return records.owners(sets).min(Name::compareTo).map(owner -> new Holder(address, owner));
    }
}
