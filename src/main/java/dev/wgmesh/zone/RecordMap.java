package dev.wgmesh.zone;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    private final Map<Question, RRset> rrsets;
    private final Set<Name> names;
    private final Set<Name> cuts = new HashSet<>();
    private final boolean wildcards;
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
        this.rrsets = rrsets(this.records);
        var questions = new ArrayList<>(rrsets.keySet());
        questions.addAll(opaque);
        this.names = names(apex, questions);
        this.wildcards = names.stream().anyMatch(Name::isWild);
        for (Question question : rrsets.keySet()) {
            if (makesCut(question)) {
                cuts.add(question.owner());
            }
        }
    }

    private boolean makesCut(Question question) {
        return question.type() == Type.DNAME
                || question.type() == Type.NS && !question.owner().equals(apex);
    }

    private static Map<Question, RRset> rrsets(List<ZoneRecord> records) {
        var grouped = new LinkedHashMap<Question, List<ZoneRecord>>();
        for (ZoneRecord record : records) {
            grouped.computeIfAbsent(record.question(), _ -> new ArrayList<>(2)).add(record);
        }
        var sets = LinkedHashMap.<Question, RRset>newLinkedHashMap(grouped.size());
        grouped.forEach((question, list) -> sets.put(question, new RRset(question, list)));
        return sets;
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
            for (RRset set : rrsets.values()) {
                all.add(new Outlined(set, RRsetOutline.of(set, apex, rrsets::containsKey)));
            }
            known = all;
            outlines = known;
        }
        return known;
    }

    @Override
    public Set<Question> questions() {
        return Collections.unmodifiableSet(rrsets.keySet());
    }

    @Override
    public Optional<RRset> rrset(Question question) {
        return Optional.ofNullable(rrsets.get(question));
    }

    @Override
    public void visitAddresses(Set<Question> except, ZoneAddresses addresses) {
        int number = 0;
        for (RRset set : rrsets.values()) {
            if (!except.contains(set.question())) {
                addresses.add(number, set);
            }
            number++;
        }
    }

    @Override
    public int rrsetCount() {
        return rrsets.size();
    }

    @Override
    public Stream<Name> owners(BitSet numbers) {
        List<Question> all = List.copyOf(rrsets.keySet());
        return numbers.stream().mapToObj(set -> all.get(set).owner());
    }

    @Override
    public Optional<OwnerRecords> owner(Name name) {
        return exists(name)
                ? Optional.of(type -> rrset(new Question(name, type)))
                : Optional.empty();
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
        var rest = new ArrayList<>(rrsets.keySet());
        rest.removeAll(removed);
        rest.addAll(opaque);
        return names(apex, rest)::contains;
    }

    @Override
    public boolean exists(Name name) {
        return names.contains(name);
    }
}
