package dev.wgmesh.zone;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** The records of a zone as objects: of a server, or of a plan. */
final class RecordMap implements RecordStore {
    private final Name apex;
    private final List<ZoneRecord> records;
    private final List<RRset> rrsets;

    /** Every owner, in the zone or not, and every empty non-terminal. */
    private final Map<Name, OwnerRRsets> owners;

    private final Set<Name> cuts = new HashSet<>();
    private boolean wildcards;
    private final List<Question> opaque;
    private volatile @Nullable List<Outlined> outlines;

    private record Outlined(RRset set, RRsetOutline outline) {}

    /**
     * Makes a store.
     *
     * @param opaque owner and type of the records whose data cannot be read
     */
    RecordMap(Name apex, List<ZoneRecord> records, Collection<Question> opaque) {
        this.apex = apex;
        this.records = List.copyOf(records);
        this.opaque = List.copyOf(opaque);
        this.owners = HashMap.newHashMap(records.size());
        this.rrsets = group();
        for (RRset set : rrsets) {
            if (makesCut(set.question())) {
                cuts.add(set.question().owner());
            }
        }
        opaque.forEach(question -> addExisting(owner(question)));
    }

    private OwnerRRsets owner(Question question) {
        return owners.computeIfAbsent(question.owner(), OwnerRRsets::new);
    }

    private boolean makesCut(Question question) {
        return question.type() == Type.DNAME
                || question.type() == Type.NS && !question.owner().equals(apex);
    }

    /** Adds the records to their owners; returns the RRsets, in the order read. */
    private List<RRset> group() {
        var order = new ArrayList<RRsetBuilder>();
        var owner = new OwnerRRsets(apex);
        owners.put(apex, owner);
        for (ZoneRecord record : records) {
            if (!owner.name().equals(record.owner())) {
                owner = owners.computeIfAbsent(record.owner(), OwnerRRsets::new);
            }
            RRsetBuilder set = owner.builder(record.record().getType());
            if (set.isEmpty()) {
                order.add(set);
                addExisting(owner);
            }
            set.add(record);
        }
        var sets = new ArrayList<RRset>(order.size());
        for (RRsetBuilder set : order) {
            sets.add(set.rrset());
        }
        return sets;
    }

    /** Notes that a name exists, and every name above it, if it is in the zone (RFC 4592). */
    private void addExisting(OwnerRRsets owner) {
        if (owner.isExisting() || !owner.name().subdomain(apex)) {
            return;
        }
        OwnerRRsets at = owner;
        while (at.setExisting()) {
            wildcards |= at.name().isWild();
            if (at.name().equals(apex)) {
                return;
            }
            at = owners.computeIfAbsent(new Name(at.name(), 1), OwnerRRsets::new);
        }
    }

    /** Returns every owner name in the zone, and every empty non-terminal above one (RFC 4592). */
    static Set<Name> names(Name apex, Iterable<Question> questions) {
        var names = new HashSet<Name>();
        for (Question question : questions) {
            Name name = question.owner();
            while (name.subdomain(apex) && names.add(name) && !name.equals(apex)) {
                name = new Name(name, 1);
            }
        }
        return names;
    }

    @Override
    public List<ZoneRecord> records() {
        return records;
    }

    @Override
    public Stream<RRset> rrsets(Predicate<RRsetOutline> outline) {
        return outlines().stream().filter(each -> outline.test(each.outline())).map(Outlined::set);
    }

    private List<Outlined> outlines() {
        List<Outlined> known = outlines;
        if (known == null) {
            var all = new ArrayList<Outlined>(rrsets.size());
            for (RRset set : rrsets) {
                all.add(new Outlined(set, RRsetOutline.of(set, apex, q -> rrset(q).isPresent())));
            }
            known = all;
            outlines = known;
        }
        return known;
    }

    @Override
    public Set<Question> questions() {
        var questions = LinkedHashSet.<Question>newLinkedHashSet(rrsets.size());
        rrsets.forEach(set -> questions.add(set.question()));
        return Collections.unmodifiableSet(questions);
    }

    @Override
    public Optional<RRset> rrset(Question question) {
        OwnerRRsets owner = owners.get(question.owner());
        return owner == null ? Optional.empty() : owner.rrset(question.type());
    }

    @Override
    public void visitAddresses(Set<Question> except, ZoneAddresses addresses) {
        for (int number = 0; number < rrsets.size(); number++) {
            RRset set = rrsets.get(number);
            if (!except.contains(set.question())) {
                addresses.add(number, set);
            }
        }
    }

    @Override
    public int rrsetCount() {
        return rrsets.size();
    }

    @Override
    public Stream<Name> owners(BitSet numbers) {
        return numbers.stream().mapToObj(number -> rrsets.get(number).question().owner());
    }

    @Override
    public Optional<OwnerRecords> owner(Name name) {
        OwnerRRsets owner = owners.get(name);
        return owner != null && owner.isExisting() ? Optional.of(owner) : Optional.empty();
    }

    @Override
    public boolean hasCuts() {
        return !cuts.isEmpty();
    }

    @Override
    public boolean isCut(Name name) {
        return cuts.contains(name);
    }

    @Override
    public boolean hasWildcards() {
        return wildcards;
    }

    @Override
    public Predicate<Name> existingWithout(Set<Question> removed) {
        var rest = new ArrayList<Question>(opaque);
        for (RRset set : rrsets) {
            if (!removed.contains(set.question())) {
                rest.add(set.question());
            }
        }
        return names(apex, rest)::contains;
    }

    @Override
    public boolean exists(Name name) {
        return owner(name).isPresent();
    }
}
