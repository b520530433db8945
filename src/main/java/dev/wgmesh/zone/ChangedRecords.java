package dev.wgmesh.zone;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The records of a zone with some RRsets changed, those after all others. What did not change is
 * that of the other zone: of a large one nothing is copied.
 */
final class ChangedRecords implements RecordStore {
    /** Types at a name that change what other names or RRsets are. */
    private static final Set<Integer> OF_OTHER_NAMES = Set.of(Type.NS, Type.CNAME, Type.DNAME);

    private final Name apex;
    private final RecordStore base;
    private final SequencedMap<Question, Optional<RRset>> changes;
    private final Optional<UnaryOperator<ZoneRecord>> moved;
    private final Set<Name> added;
    private final boolean wildcards;
    private volatile @Nullable Predicate<Name> remaining;

    private ChangedRecords(
            Name apex,
            RecordStore base,
            SequencedMap<Question, Optional<RRset>> changes,
            Optional<UnaryOperator<ZoneRecord>> moved) {
        this.apex = apex;
        this.base = base;
        this.changes = changes;
        this.moved = moved;
        this.added = RecordMap.names(apex, changedSets().map(RRset::question).toList());
        this.wildcards = base.hasWildcards() || added.stream().anyMatch(Name::isWild);
    }

    /**
     * Returns the records after a change.
     *
     * @param changes each changed RRset as it is then; empty: it is removed
     * @param moved gives a record that did not change its new position; empty: none moved
     * @param opaque owner and type of the records whose data cannot be read
     */
    static RecordStore of(
            Name apex,
            RecordStore base,
            Map<Question, Optional<RRset>> changes,
            Optional<UnaryOperator<ZoneRecord>> moved,
            List<Question> opaque) {
        var all = new LinkedHashMap<Question, Optional<RRset>>();
        RecordStore first = base;
        Optional<UnaryOperator<ZoneRecord>> move = moved;
        if (base instanceof ChangedRecords before) {
            before.changes.forEach(
                    (question, set) -> all.put(question, set.map(it -> moved(it, moved))));
            first = before.base;
            move = both(before.moved, moved);
        }
        all.putAll(changes);
        var changed = new ChangedRecords(apex, first, all, move);
        boolean local = changes.keySet().stream().noneMatch(q -> OF_OTHER_NAMES.contains(q.type()));
        return local ? changed : new RecordMap(apex, changed.records(), opaque);
    }

    private static Optional<UnaryOperator<ZoneRecord>> both(
            Optional<UnaryOperator<ZoneRecord>> first, Optional<UnaryOperator<ZoneRecord>> then) {
        if (first.isEmpty() || then.isEmpty()) {
            return first.or(() -> then);
        }
        return Optional.of(record -> then.get().apply(first.get().apply(record)));
    }

    private static RRset moved(RRset set, Optional<UnaryOperator<ZoneRecord>> moved) {
        return moved.map(move ->
                        new RRset(set.question(), set.records().stream().map(move).toList()))
                .orElse(set);
    }

    private Stream<RRset> changedSets() {
        return changes.values().stream().flatMap(Optional::stream);
    }

    private boolean isKept(Question question) {
        return !changes.containsKey(question);
    }

    @Override
    public List<ZoneRecord> records() {
        var all = new ArrayList<ZoneRecord>();
        for (ZoneRecord record : base.records()) {
            if (isKept(record.question())) {
                all.add(moved.isPresent() ? moved.get().apply(record) : record);
            }
        }
        changedSets().forEach(set -> all.addAll(set.records()));
        return Collections.unmodifiableList(all);
    }

    @Override
    public Stream<RRset> rrsets(Predicate<RRsetOutline> outline) {
        return Stream.concat(
                base.rrsets(outline)
                        .filter(set -> isKept(set.question()))
                        .map(set -> moved(set, moved)),
                changedSets().filter(set -> outline.test(outline(set))));
    }

    private RRsetOutline outline(RRset set) {
        return RRsetOutline.of(set, apex, question -> rrset(question).isPresent());
    }

    @Override
    public Set<Question> questions() {
        var questions = new LinkedHashSet<>(base.questions());
        questions.removeAll(changes.keySet());
        changedSets().map(RRset::question).forEach(questions::add);
        return Collections.unmodifiableSet(questions);
    }

    @Override
    public int rrsetCount() {
        return base.rrsetCount() + changes.size();
    }

    @Override
    public Optional<RRset> rrset(Question question) {
        Optional<RRset> changed = changes.get(question);
        return changed != null ? changed : base.rrset(question).map(set -> moved(set, moved));
    }

    @Override
    public void visitAddresses(Set<Question> except, ZoneAddresses addresses) {
        var left = new HashSet<>(except);
        left.addAll(changes.keySet());
        base.visitAddresses(left, addresses);
        int number = base.rrsetCount();
        for (Map.Entry<Question, Optional<RRset>> change : changes.entrySet()) {
            if (!except.contains(change.getKey())) {
                int set = number;
                change.getValue().ifPresent(it -> addresses.add(set, it));
            }
            number++;
        }
    }

    @Override
    public Stream<Name> owners(BitSet numbers) {
        int from = base.rrsetCount();
        List<Question> all = List.copyOf(changes.keySet());
        return Stream.concat(
                base.owners(numbers.get(0, from)),
                numbers.stream()
                        .filter(number -> number >= from)
                        .mapToObj(number -> all.get(number - from).owner()));
    }

    @Override
    public boolean exists(Name name) {
        return added.contains(name) || base.exists(name) && remaining().test(name);
    }

    @Override
    public Predicate<Name> existingWithout(Set<Question> removed) {
        var gone = new HashSet<>(removed);
        changes.keySet().forEach(gone::add);
        Predicate<Name> kept = base.existingWithout(gone);
        Set<Name> left =
                RecordMap.names(
                        apex,
                        changedSets()
                                .map(RRset::question)
                                .filter(question -> !removed.contains(question))
                                .toList());
        return name -> left.contains(name) || kept.test(name);
    }

    private Predicate<Name> remaining() {
        Predicate<Name> known = remaining;
        if (known == null) {
            var gone = new HashSet<Question>();
            changes.forEach((question, set) -> {
                if (set.isEmpty()) {
                    gone.add(question);
                }
            });
            known = gone.isEmpty() ? base::exists : base.existingWithout(gone);
            remaining = known;
        }
        return known;
    }

    @Override
    public Optional<OwnerRecords> owner(Name name) {
        return exists(name)
                ? Optional.of(type -> rrset(new Question(name, type)))
                : Optional.empty();
    }

    @Override
    public boolean hasCuts() {
        return base.hasCuts();
    }

    @Override
    public boolean isCut(Name name) {
        return base.isCut(name);
    }

    @Override
    public boolean hasWildcards() {
        return wildcards;
    }
}
