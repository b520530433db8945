package dev.wgmesh.zone;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
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
    /** RRsets that are kept: those of the largest mesh. */
    private static final int MOST_KEPT = 100_000;

    private final NameTable names = new NameTable();
    private final RRsetTable sets = new RRsetTable();
    private final EntryTexts texts = new EntryTexts();
    private final RecordColumns rows = new RecordColumns();
    private final Map<Integer, ZoneRecord> objects = new HashMap<>();
    private int lastSet = -1;
    private Optional<ExistingNames> existing = Optional.empty();
    private final BitSet cuts = new BitSet();
    private RRsetOutlines outlines = RRsetOutlines.NONE;
    private final Map<Integer, RRset> kept = new ConcurrentHashMap<>();

    /** Returns the names of the table, to which a reader adds the owner of a row. */
    NameTable names() {
        return names;
    }

    /** Makes room for the entries of a text. */
    void reserve(int octets) {
        rows.reserve(octets);
    }

    /** Begins a part of a file: rows that follow are entries of its text, with that origin. */
    void section(String file, String text, Optional<Name> origin) {
        texts.begin(rows.size(), file, text, origin);
    }

    /**
     * Adds a row for an entry of the current section.
     *
     * @param data the octets of its data in wire form, the first {@code length}
     */
    void add(int owner, int type, long ttl, int start, int line, byte[] data, int length) {
        addRow(owner, type, rows.add(owner, ttl, start, line), data, length);
    }

    /** Adds a record that is kept as an object. */
    void add(ZoneRecord record) {
        int owner = names.add(record.owner());
        int row = rows.add(owner, record.record().getTTL(), -1, 0);
        objects.put(row, record);
        byte[] data = ZoneRecord.rdata(record.record());
        addRow(owner, record.record().getType(), row, data, data.length);
    }

    private void addRow(int owner, int type, int row, byte[] data, int length) {
        rows.setHash(row, type == Type.A ? number(data) : hash(data, length));
        int set = lastSet;
        if (set < 0 || sets.owner(set) != owner || sets.type(set) != type) {
            set = sets.find(owner, type);
            if (set < 0) {
                set = sets.add(owner, type);
            }
            lastSet = set;
        }
        int before = sets.addRecord(set, row, length);
        if (before >= 0) {
            rows.setNext(before, row);
            if (rows.ttl(before) != rows.ttl(row)) {
                sets.setSeveralTtls(set);
            }
        }
        int at = HostInData.offset(type);
        if (at >= 0) {
            rows.setTarget(row, names.add(data, at, length - at));
        }
    }

    /** Returns the IPv4 address of the data of an A record as a number. */
    private static int number(byte[] data) {
        return data[0] << 24 | (data[1] & 0xff) << 16 | (data[2] & 0xff) << 8 | data[3] & 0xff;
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
    void finish(Name apex, Collection<Question> opaque) {
        int top = names.add(apex);
        var found = new ExistingNames(names, apex, opaque);
        for (int set = 0; set < sets.size(); set++) {
            int owner = sets.owner(set);
            found.add(owner);
            int type = sets.type(set);
            if (type == Type.DNAME || type == Type.NS && owner != top) {
                cuts.set(owner);
            }
        }
        outlines = RRsetOutlines.of(rows, sets, names, found.numbers());
        existing = Optional.of(found);
    }

    @Override
    public Predicate<Name> existingWithout(Set<Question> removed) {
        BitSet gone = numbers(removed);
        ExistingNames rest = existing.orElseThrow().ofOpaque();
        IntStream.range(0, sets.size())
                .filter(set -> !gone.get(set))
                .forEach(set -> rest.add(sets.owner(set)));
        return name -> rest.contains(names.find(name));
    }

    @Override
    public List<ZoneRecord> records() {
        return new Records();
    }

    @Override
    public void visitOwnersReversed(OwnerVisitor visitor) {
        for (int row = rows.size() - 1; row >= 0; row--) {
            names.visit(rows.owner(row), row, visitor);
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
            return rows.size();
        }
    }

    private ZoneRecord record(int row) {
        return record(row, names.name(rows.owner(row)));
    }

    /** Returns a record, whose owner as the table spells it is given. */
    private ZoneRecord record(int row, Name owner) {
        ZoneRecord object = objects.get(row);
        if (object != null) {
            return object;
        }
        return texts.record(row, rows, names, owner);
    }

    @Override
    public Stream<RRset> rrsets(Predicate<RRsetOutline> outline) {
        return outlines.matching(outline).mapToObj(this::keep);
    }

    /** Returns an RRset, made once where its name has an underscore and not too many are kept. */
    private RRset keep(int set) {
        RRset known = kept.get(set);
        if (known != null) {
            return known;
        }
        return names.contains(sets.owner(set), '_') && kept.size() < MOST_KEPT
                ? kept.computeIfAbsent(set, this::rrset)
                : rrset(set);
    }

    private RRset rrset(int set) {
        int size = sets.records(set);
        int row = sets.first(set);
        Name owner = names.name(sets.owner(set));
        var first = record(row, owner);
        if (size == 1) {
            return new RRset(first.question(), List.of(first));
        }
        var records = new ArrayList<ZoneRecord>(size);
        records.add(first);
        while (records.size() < size) {
            row = rows.next(row);
            records.add(record(row, owner));
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
        return found(number(question));
    }

    private Optional<RRset> found(int set) {
        return set < 0 ? Optional.empty() : Optional.of(keep(set));
    }

    @Override
    public void visitAddresses(Set<Question> except, ZoneAddresses addresses) {
        BitSet left = numbers(except);
        for (int set = 0; set < sets.size(); set++) {
            int type = sets.type(set);
            boolean counts = (type == Type.A || type == Type.AAAA) && !left.get(set);
            int row = sets.first(set);
            for (int i = 0; counts && i < sets.records(set); i++) {
                if (type == Type.A) {
                    addresses.add(set, rows.hash(row));
                } else {
                    addresses.add(set, record(row).address());
                }
                row = rows.next(row);
            }
        }
    }

    private BitSet numbers(Set<Question> questions) {
        var numbers = new BitSet();
        for (Question question : questions) {
            int set = number(question);
            if (set >= 0) {
                numbers.set(set);
            }
        }
        return numbers;
    }

    /** Returns the number of the RRset of that owner and type; -1: there is none. */
    private int number(Question question) {
        int owner = names.find(question.owner());
        return owner < 0 ? -1 : sets.find(owner, question.type());
    }

    @Override
    public int rrsetCount() {
        return sets.size();
    }

    @Override
    public Stream<Name> owners(BitSet numbers) {
        return numbers.stream().mapToObj(set -> names.name(sets.owner(set)));
    }

    @Override
    public Optional<OwnerRecords> owner(Name name) {
        int found = names.find(name);
        return existing.filter(all -> all.contains(found)).isPresent()
                ? Optional.of(type -> found(sets.find(found, type)))
                : Optional.empty();
    }

    @Override
    public boolean hasCuts() {
        return !cuts.isEmpty();
    }

    @Override
    public boolean isCut(Name name) {
        int found = names.find(name);
        return found >= 0 && cuts.get(found);
    }

    @Override
    public boolean hasWildcards() {
        return existing.filter(ExistingNames::hasWildcards).isPresent();
    }

    @Override
    public boolean exists(Name name) {
        return existing.filter(found -> found.contains(names.find(name))).isPresent();
    }
}
