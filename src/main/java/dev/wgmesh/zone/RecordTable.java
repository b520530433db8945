package dev.wgmesh.zone;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The records of the files of a zone, each a row of numbers: owner, RRset, TTL and the place of its
 * entry in the text. A row becomes a {@link ZoneRecord} when it is looked at, by reading its entry
 * again. RRsets at names with an underscore, those of meshes, are then kept.
 */
final class RecordTable implements RecordStore {
    private static final int FIRST_SIZE = 64;

    /** Outlines that are found again without a search; a power of 2. */
    private static final int RECENT = 256;

    /** Of a large RRset, which shares its outline with none. */
    private static final long UNSHARED = 0;

    /** Octets of an entry of a large zone file. */
    private static final int OCTETS_OF_ENTRY = 32;

    /** A part of a file whose entries have one origin. */
    private record Section(int first, String file, String text, Optional<Name> origin) {
        boolean continues(String itsFile, String itsText, Optional<Name> itsOrigin) {
            return file.equals(itsFile)
                    && text.equals(itsText)
                    && EntryContext.isSpelledAlike(origin, itsOrigin);
        }
    }

    private final NameTable names = new NameTable();
    private final RRsetTable sets = new RRsetTable();
    private final List<Section> sections = new ArrayList<>();
    private int[] starts = new int[FIRST_SIZE];
    private int[] lines = new int[FIRST_SIZE];
    private int[] ttls = new int[FIRST_SIZE];
    private int[] owners = new int[FIRST_SIZE];
    private int[] hashes = new int[FIRST_SIZE];

    /** The next record of the same RRset; 0: none. */
    private int[] next = new int[FIRST_SIZE];

    /** The number plus 1 of the host name in the data of NS, MX and SRV records. */
    private int[] targets = new int[0];

    private final Map<Integer, ZoneRecord> objects = new HashMap<>();
    private int count;
    private int lastSet = -1;
    private final BitSet existing = new BitSet();
    private final List<RRsetOutline> outlines = new ArrayList<>();
    private int[] outlineOf = new int[0];
    private final Map<Integer, RRset> kept = new ConcurrentHashMap<>();

    /** Returns the names of the table, to which a reader adds the owner of a row. */
    NameTable names() {
        return names;
    }

    /** Makes room for the entries of a text. */
    void reserve(int octets) {
        int rows = count + octets / OCTETS_OF_ENTRY;
        if (rows > starts.length) {
            starts = Arrays.copyOf(starts, rows);
            lines = Arrays.copyOf(lines, rows);
            ttls = Arrays.copyOf(ttls, rows);
            owners = Arrays.copyOf(owners, rows);
            hashes = Arrays.copyOf(hashes, rows);
            next = Arrays.copyOf(next, rows);
        }
    }

    /** Begins a part of a file: rows that follow are entries of its text, with that origin. */
    void section(String file, String text, Optional<Name> origin) {
        if (sections.isEmpty() || !sections.getLast().continues(file, text, origin)) {
            sections.add(new Section(count, file, text, origin));
        }
    }

    /**
     * Adds a row for an entry of the current section.
     *
     * @param data the octets of its data in wire form, the first {@code length}
     */
    void add(int owner, int type, long ttl, int start, int line, byte[] data, int length) {
        starts = filled(starts, count, start);
        lines = filled(lines, count, line);
        addRow(owner, type, ttl, data, length);
    }

    /** Adds a record that is kept as an object. */
    void add(ZoneRecord record) {
        objects.put(count, record);
        starts = filled(starts, count, -1);
        lines = filled(lines, count, 0);
        byte[] data = ZoneRecord.rdata(record.record());
        addRow(
                names.add(record.owner()),
                record.record().getType(),
                record.record().getTTL(),
                data,
                data.length);
    }

    private void addRow(int owner, int type, long ttl, byte[] data, int length) {
        owners = filled(owners, count, owner);
        ttls = filled(ttls, count, (int) ttl);
        hashes = filled(hashes, count, hash(data, length));
        next = filled(next, count, 0);
        int set = lastSet;
        if (set < 0 || sets.owner(set) != owner || sets.type(set) != type) {
            set = sets.find(owner, type);
            if (set < 0) {
                set = sets.add(owner, type);
            }
            lastSet = set;
        }
        int before = sets.addRecord(set, count, length);
        if (before >= 0) {
            next[before] = count;
            if (ttls[before] != ttls[count]) {
                sets.setSeveralTtls(set);
            }
        }
        int at = targetAt(type);
        if (at >= 0) {
            if (targets.length <= count) {
                targets = Arrays.copyOf(targets, starts.length);
            }
            targets[count] = names.add(data, at, length - at) + 1;
        }
        count++;
    }

    private static int[] filled(int[] column, int row, int value) {
        int[] longer = row < column.length ? column : Arrays.copyOf(column, row * 2);
        longer[row] = value;
        return longer;
    }

    /** Returns the same number for the same data in any case: of names it does not matter. */
    private static int hash(byte[] data, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + NameTable.lower(data[i]);
        }
        return hash;
    }

    /** Returns the owner of the first RRset of a type. */
    Optional<Name> firstOf(int type) {
        return IntStream.range(0, sets.size())
                .filter(set -> sets.type(set) == type)
                .mapToObj(set -> record(sets.first(set)).owner())
                .findFirst();
    }

    /**
     * Ends the reading.
     *
     * @param opaque owner and type of the records whose data cannot be read
     */
    void finish(Name apex, Iterable<Question> opaque) {
        byte[] wire = apex.toWire();
        int top = names.add(apex);
        for (int set = 0; set < sets.size(); set++) {
            markExisting(sets.owner(set), top, wire);
        }
        opaque.forEach(question -> markExisting(names.add(question.owner()), top, wire));
        outlineAll();
    }

    /** Marks a name in the zone and every name above it, up to the apex (RFC 4592). */
    private void markExisting(int owner, int top, byte[] apex) {
        if (!existing.get(owner) && names.isAtOrBelow(owner, apex)) {
            for (int name = owner; !existing.get(name); name = names.addParent(name)) {
                existing.set(name);
                if (name == top) {
                    return;
                }
            }
        }
    }

    /** Gives each RRset its outline, of which a large zone has few. */
    private void outlineAll() {
        boolean hidden = false;
        for (int set = 0; set < sets.size(); set++) {
            int owner = sets.owner(set);
            hidden |= sets.type(set) == Type.DNAME;
            hidden |= sets.type(set) == Type.CNAME && names.isWildcard(owner);
        }
        var known = new HashMap<Long, Integer>();
        var recent = new long[RECENT];
        var recentOutline = new int[RECENT];
        outlineOf = new int[sets.size()];
        for (int set = 0; set < sets.size(); set++) {
            long key = outlineKey(set, hidden);
            int slot = Long.hashCode(key * 0x9e3779b97f4a7c15L) & (RECENT - 1);
            if (key == UNSHARED || recent[slot] != key) {
                int outline = key == UNSHARED ? -1 : known.getOrDefault(key, -1);
                if (outline < 0) {
                    outline = outlines.size();
                    outlines.add(outline(set, hidden));
                    known.put(key, outline);
                }
                recent[slot] = key;
                recentOutline[slot] = outline;
            }
            outlineOf[set] = recentOutline[slot];
        }
    }

    /** Returns a number that RRsets of the same outline have, which has all it says. */
    private long outlineKey(int set, boolean hidden) {
        int size = sets.records(set);
        int octets = sets.octets(set);
        if (size > 0xff || octets > 0xffffff) {
            return UNSHARED;
        }
        int owner = sets.owner(set);
        int type = sets.type(set);
        int flags =
                bit(0, sets.hasSeveralTtls(set))
                        | bit(1, mayRepeat(set))
                        | bit(2, existing.get(owner))
                        | bit(3, names.isWildcard(owner))
                        | bit(4, names.contains(owner, '_'))
                        | bit(5, sets.isAlias(owner))
                        | bit(6, targetAt(type) >= 0 && (hidden || namesAlias(set)));
        return ((((((long) type << 8) | flags) << 8) | size) << 24) | octets;
    }

    private static int bit(int at, boolean value) {
        return value ? 1 << at : 0;
    }

    @Override
    public List<ZoneRecord> records() {
        return new Records();
    }

    @Override
    public void visitOwnersReversed(OwnerVisitor visitor) {
        for (int row = count - 1; row >= 0; row--) {
            names.visit(owners[row], row, visitor);
        }
    }

    /** A view of the rows as records. */
    private final class Records extends AbstractList<ZoneRecord> implements RandomAccess {
        @Override
        public ZoneRecord get(int row) {
            return record(row);
        }

        @Override
        public int size() {
            return count;
        }
    }

    private ZoneRecord record(int row) {
        ZoneRecord object = objects.get(row);
        if (object != null) {
            return object;
        }
        Section section = section(row);
        int start = starts[row];
        int feed = section.text().indexOf('\n', start);
        int end = feed < 0 ? section.text().length() : feed + 1;
        var entry =
                new PlainEntry(
                        section.text().substring(start, end).getBytes(StandardCharsets.ISO_8859_1));
        entry.setOrigin(section.origin());
        if (!entry.read(0)) {
            throw new IllegalStateException(section.file() + " cannot be read again");
        }
        Name owner = entry.inherits() ? names.name(owners[row]) : NameTable.name(entry.owner());
        return new ZoneRecord(
                entry.record(owner, ttls[row]),
                Optional.of(
                        new FilePosition(section.file(), lines[row], entry.column(), start, end)));
    }

    private Section section(int row) {
        int low = 0;
        int high = sections.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (sections.get(middle).first() <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return sections.get(low);
    }

    @Override
    public Stream<RRset> rrsets(Predicate<RRsetOutline> outline) {
        return outlined(outline).mapToObj(this::rrset);
    }

    /** Returns the RRsets whose outline matches: each outline is tried once. */
    private IntStream outlined(Predicate<RRsetOutline> outline) {
        var matching = new BitSet();
        IntStream.range(0, outlines.size())
                .filter(one -> outline.test(outlines.get(one)))
                .forEach(matching::set);
        return matching.isEmpty()
                ? IntStream.empty()
                : IntStream.range(0, sets.size()).filter(set -> matching.get(outlineOf[set]));
    }

    private RRset rrset(int set) {
        int size = sets.records(set);
        int row = sets.first(set);
        var first = record(row);
        if (size == 1) {
            return new RRset(first.question(), List.of(first));
        }
        var records = new ArrayList<ZoneRecord>(size);
        records.add(first);
        while (records.size() < size) {
            row = next[row];
            records.add(record(row));
        }
        return new RRset(first.question(), records);
    }

    @Override
    public Set<Question> questions() {
        var questions = LinkedHashSet.<Question>newLinkedHashSet(sets.size());
        for (int set = 0; set < sets.size(); set++) {
            questions.add(new Question(names.name(sets.owner(set)), sets.type(set)));
        }
        return Collections.unmodifiableSet(questions);
    }

    @Override
    public Optional<RRset> rrset(Question question) {
        int owner = names.find(question.owner());
        int set = owner < 0 ? -1 : sets.find(owner, question.type());
        if (set < 0) {
            return Optional.empty();
        }
        return Optional.of(
                names.contains(owner, '_') ? kept.computeIfAbsent(set, this::rrset) : rrset(set));
    }

    @Override
    public boolean exists(Name name) {
        int found = names.find(name);
        return found >= 0 && existing.get(found);
    }

    private RRsetOutline outline(int set, boolean hidden) {
        int owner = sets.owner(set);
        int type = sets.type(set);
        return new RRsetOutline(
                type,
                sets.records(set),
                sets.octets(set),
                sets.hasSeveralTtls(set),
                mayRepeat(set),
                existing.get(owner),
                names.isWildcard(owner),
                names.contains(owner, '_'),
                sets.isAlias(owner),
                targetAt(type) >= 0 && (hidden || namesAlias(set)));
    }

    private boolean mayRepeat(int set) {
        int size = sets.records(set);
        if (size == 1) {
            return false;
        }
        var data = new int[size];
        int row = sets.first(set);
        for (int i = 0; i < size; i++) {
            data[i] = hashes[row];
            row = next[row];
        }
        Arrays.sort(data);
        return IntStream.range(1, size).anyMatch(i -> data[i] == data[i - 1]);
    }

    private boolean namesAlias(int set) {
        int row = sets.first(set);
        for (int i = 0; i < sets.records(set); i++) {
            if (sets.isAlias(targets[row] - 1)) {
                return true;
            }
            row = next[row];
        }
        return false;
    }

    /** Returns the offset of the host name in the data of a type; -1 for other types. */
    private static int targetAt(int type) {
        return switch (type) {
            case Type.NS -> 0;
            case Type.MX -> 2;
            case Type.SRV -> 6;
            default -> -1;
        };
    }
}
