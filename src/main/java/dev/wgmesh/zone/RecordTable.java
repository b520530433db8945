package dev.wgmesh.zone;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
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

/**
 * The records of the files of a zone, each a row of numbers: owner, RRset, TTL and the place of its
 * entry in the text. A row becomes a {@link ZoneRecord} when it is looked at, by reading its entry
 * again. RRsets at names with an underscore, those of meshes, are then kept.
 */
final class RecordTable implements RecordStore {
    private static final int FIRST_SIZE = 64;

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

    private @Nullable ZoneRecord[] objects = new ZoneRecord[0];
    private int count;
    private int lastSet = -1;
    private final BitSet existing = new BitSet();
    private final BitSet underscored = new BitSet();
    private final Map<Integer, RRset> kept = new ConcurrentHashMap<>();

    /** Returns the names of the table, to which a reader adds the owner of a row. */
    NameTable names() {
        return names;
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
        if (objects.length <= count) {
            objects = Arrays.copyOf(objects, Math.max(FIRST_SIZE, count * 2));
        }
        objects[count] = record;
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
            if (names.contains(sets.owner(set), '_')) {
                underscored.set(sets.owner(set));
            }
        }
        opaque.forEach(question -> markExisting(names.add(question.owner()), top, wire));
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

    @Override
    public List<ZoneRecord> records() {
        return new Records();
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
        if (row < objects.length) {
            ZoneRecord object = objects[row];
            if (object != null) {
                return object;
            }
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

    private IntStream outlined(Predicate<RRsetOutline> outline) {
        var one = new Outline();
        return IntStream.range(0, sets.size())
                .filter(set -> {
                    one.set = set;
                    return outline.test(one);
                });
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

    /** The outline of one RRset after the other. */
    private final class Outline implements RRsetOutline {
        private int set;

        @Override
        public int type() {
            return sets.type(set);
        }

        @Override
        public int size() {
            return sets.records(set);
        }

        @Override
        public int octets() {
            return sets.octets(set);
        }

        @Override
        public boolean hasSeveralTtls() {
            return sets.hasSeveralTtls(set);
        }

        @Override
        public boolean mayRepeat() {
            if (size() == 1) {
                return false;
            }
            var data = new int[size()];
            int row = sets.first(set);
            for (int i = 0; i < data.length; i++) {
                data[i] = hashes[row];
                row = next[row];
            }
            Arrays.sort(data);
            return IntStream.range(1, data.length).anyMatch(i -> data[i] == data[i - 1]);
        }

        @Override
        public boolean isInZone() {
            return existing.get(sets.owner(set));
        }

        @Override
        public boolean isWildcard() {
            return names.isWildcard(sets.owner(set));
        }

        @Override
        public boolean hasUnderscore() {
            return underscored.get(sets.owner(set));
        }

        @Override
        public boolean isAtAlias() {
            return sets.isAlias(sets.owner(set));
        }
    }
}
