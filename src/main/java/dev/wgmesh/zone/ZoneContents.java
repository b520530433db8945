package dev.wgmesh.zone;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * A whole zone as read: every record, in the order read, and every syntax error. Records outside of
 * the zone are kept for validation; a lookup does not return them.
 */
public final class ZoneContents implements ZoneLookup {
    private final Name apex;
    private final String source;
    private final RecordStore records;
    private final List<SyntaxError> syntaxErrors;
    private final ReadNotes notes;
    private final Map<Question, OpaqueRecord> opaque = new HashMap<>();
    private volatile @Nullable Map<Question, RRset> sorted;
    private volatile @Nullable NegativeTtl negative;

    /** How long a name that does not exist may be cached; empty: the SOA was not read. */
    private record NegativeTtl(Optional<Duration> value) {}

    /**
     * Makes a zone.
     *
     * @param source its file or server, for messages
     */
    public ZoneContents(
            Name apex, String source, List<ZoneRecord> records, List<SyntaxError> syntaxErrors) {
        this(apex, source, records, syntaxErrors, ReadNotes.NONE);
    }

    /** Makes a zone with what its reader noticed. */
    public ZoneContents(
            Name apex,
            String source,
            List<ZoneRecord> records,
            List<SyntaxError> syntaxErrors,
            ReadNotes notes) {
        this(
                apex,
                source,
                new RecordMap(apex, records, notes.opaqueQuestions()),
                syntaxErrors,
                notes);
    }

    /** Makes a zone of records that a reader has grouped. */
    ZoneContents(
            Name apex,
            String source,
            RecordStore records,
            List<SyntaxError> syntaxErrors,
            ReadNotes notes) {
        this.apex = apex;
        this.source = source;
        this.records = records;
        this.syntaxErrors = List.copyOf(syntaxErrors);
        this.notes = notes;
        notes.opaque().forEach(record -> opaque.putIfAbsent(record.question(), record));
    }

    @Override
    public Name apex() {
        return apex;
    }

    /** Returns its file or server, for messages. */
    public String source() {
        return source;
    }

    /** Returns every record, in the order read, with duplicates and records outside of the zone. */
    public List<ZoneRecord> records() {
        return records.records();
    }

    /** Returns the syntax errors; not empty: the zone is incomplete. */
    public List<SyntaxError> syntaxErrors() {
        return syntaxErrors;
    }

    /** Returns what the reader noticed that is not an error. */
    public ReadNotes notes() {
        return notes;
    }

    /** Returns every RRset, sorted by owner and type; sorts at the first call. */
    public Map<Question, RRset> rrsets() {
        Map<Question, RRset> known = sorted;
        if (known == null) {
            known = Collections.unmodifiableMap(sortedRRsets());
            sorted = known;
        }
        return known;
    }

    private SortedMap<Question, RRset> sortedRRsets() {
        var all = new TreeMap<Question, RRset>();
        records.rrsets(_ -> true).forEach(set -> all.put(set.question(), set));
        return all;
    }

    /**
     * Returns the RRsets whose outline matches, in the order read. The others of a zone file are
     * not even made, nor are those returned kept.
     */
    public Stream<RRset> rrsets(Predicate<RRsetOutline> outline) {
        return records.rrsets(outline);
    }

    /**
     * Returns the zone after a change. An RRset that is there keeps its TTL.
     *
     * @param wanted the records of each changed RRset; none: it is removed
     */
    public ZoneContents with(Map<Question, List<Record>> wanted) {
        var changes = new LinkedHashMap<Question, Optional<RRset>>();
        wanted.forEach((question, set) -> {
            Optional<Long> ttl = rrset(question).map(RRset::ttl);
            changes.put(
                    question,
                    Optional.of(set)
                            .filter(records -> !records.isEmpty())
                            .map(records ->
                                    RRset.of(
                                            records.stream()
                                                    .map(record ->
                                                            ttl.map(kept ->
                                                                            ZoneTtl.withTtl(
                                                                                    record, kept))
                                                                    .orElse(record))
                                                    .toList())));
        });
        return changed(changes, Optional.empty());
    }

    /**
     * Returns the zone with other records at some owners and types, TTL and all.
     *
     * @param sets the records of each changed RRset; none: it is removed
     */
    public ZoneContents withRRsets(Map<Question, ? extends Collection<Record>> sets) {
        var changes = new LinkedHashMap<Question, Optional<RRset>>();
        sets.forEach((question, records) ->
                changes.put(
                        question,
                        records.isEmpty()
                                ? Optional.empty()
                                : Optional.of(RRset.of(List.copyOf(records)))));
        return changed(changes, Optional.empty());
    }

    /**
     * Returns the zone after a change.
     *
     * @param changes each changed RRset as it is then; empty: it is removed
     * @param moved gives a record that did not change its new position; empty: none moved
     */
    ZoneContents changed(
            Map<Question, Optional<RRset>> changes, Optional<UnaryOperator<ZoneRecord>> moved) {
        return new ZoneContents(
                apex,
                source,
                ChangedRecords.of(apex, records, changes, moved, notes.opaqueQuestions()),
                syntaxErrors,
                notes);
    }

    /** Returns the addresses in the A and AAAA records, except those at one name. */
    public ZoneAddresses addressesExcept(Name owner) {
        return ZoneAddresses.of(records, owner);
    }

    /** Calls the visitor with the owner of every record, the last one first. */
    void visitOwnersReversed(RecordStore.OwnerVisitor visitor) {
        records.visitOwnersReversed(visitor);
    }

    /** Returns owner and type of each RRset, in the order read, which saves sorting. */
    public Set<Question> questions() {
        return records.questions();
    }

    @Override
    public Optional<OpaqueRecord> opaque(Question question) {
        return opaque.isEmpty() ? Optional.empty() : Optional.ofNullable(opaque.get(question));
    }

    @Override
    public boolean mayHaveOpaque() {
        return !opaque.isEmpty();
    }

    @Override
    public Optional<OwnerRecords> owner(Name name) {
        return records.owner(name);
    }

    @Override
    public boolean mayHaveCuts() {
        return records.hasCuts();
    }

    @Override
    public boolean mayBeCut(Name name) {
        return records.isCut(name);
    }

    @Override
    public boolean mayHaveWildcards() {
        return records.hasWildcards();
    }

    @Override
    public Optional<Duration> negativeTtl() {
        NegativeTtl known = negative;
        if (known == null) {
            known = new NegativeTtl(ZoneLookup.super.negativeTtl());
            negative = known;
        }
        return known.value();
    }

    @Override
    public boolean exists(Name name) {
        return records.exists(name);
    }

    @Override
    public Optional<RRset> rrset(Question question) {
        return records.rrset(question);
    }
}
