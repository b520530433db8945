package dev.wgmesh.zone;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * A whole zone as read: every record, in the order read, and every syntax error. Records outside of
 * the zone are kept for validation; a lookup does not return them.
 */
public final class ZoneContents implements ZoneLookup {
    private final Name apex;
    private final String source;
    private final List<ZoneRecord> records;
    private final List<SyntaxError> syntaxErrors;
    private final ReadNotes notes;
    private final Map<Question, OpaqueRecord> opaque = new HashMap<>();
    private final Map<Question, RRset> rrsets;
    private final Set<Name> names;
    private volatile @Nullable Map<Question, RRset> sorted;

    /**
     * Makes a zone.
     *
     * @param source its file or server, for messages
     */
    public ZoneContents(
            Name apex, String source, List<ZoneRecord> records, List<SyntaxError> syntaxErrors) {
        this(apex, source, records, syntaxErrors, ReadNotes.NONE);
    }

    /** Makes a zone that was read from files, with what its reader noticed. */
    public ZoneContents(
            Name apex,
            String source,
            List<ZoneRecord> records,
            List<SyntaxError> syntaxErrors,
            ReadNotes notes) {
        this.apex = apex;
        this.source = source;
        this.records = List.copyOf(records);
        this.syntaxErrors = List.copyOf(syntaxErrors);
        this.rrsets = rrsets(this.records);
        this.notes = notes;
        notes.opaque().forEach(record -> opaque.putIfAbsent(record.question(), record));
        var questions = new ArrayList<>(rrsets.keySet());
        questions.addAll(opaque.keySet());
        this.names = names(apex, questions);
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
    private static Set<Name> names(Name apex, Iterable<Question> questions) {
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
    public Name apex() {
        return apex;
    }

    /** Returns its file or server, for messages. */
    public String source() {
        return source;
    }

    /** Returns every record, in the order read, with duplicates and records outside of the zone. */
    public List<ZoneRecord> records() {
        return records;
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
            known = Collections.unmodifiableMap(new TreeMap<>(rrsets));
            sorted = known;
        }
        return known;
    }

    /** Returns the RRsets whose outline matches, in the order read. */
    public Stream<RRset> rrsets(Predicate<RRsetOutline> outline) {
        return rrsets.values().stream()
                .filter(set -> outline.test(new OutlineOfRRset(set, rrsets::containsKey)));
    }

    /** Returns owner and type of each RRset, in the order read, which saves sorting. */
    public Set<Question> questions() {
        return Collections.unmodifiableSet(rrsets.keySet());
    }

    @Override
    public Optional<OpaqueRecord> opaque(Question question) {
        return Optional.ofNullable(opaque.get(question));
    }

    @Override
    public boolean exists(Name name) {
        return names.contains(name);
    }

    @Override
    public Optional<RRset> rrset(Question question) {
        return Optional.ofNullable(rrsets.get(question));
    }
}
