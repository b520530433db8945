package dev.wgmesh.zone;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Computes the changes of lines that give a zone the wanted RRsets. */
final class LineChanges {
    private static final Comparator<Record> FILE_ORDER =
            Comparator.<Record, Name>comparing(record -> ZoneLayout.subject(record.getName()))
                    .thenComparing(Record::getName)
                    .thenComparingInt(record -> record.getType() == Type.TXT ? 0 : record.getType())
                    .thenComparing(Comparator.naturalOrder());

    private final ZoneLayout layout;
    private final Map<ZoneLine, LineChange> changes = new LinkedHashMap<>();
    private final List<Record> newRecords = new ArrayList<>();

    private LineChanges(ZoneLayout layout) {
        this.layout = layout;
    }

    /**
     * Returns the changes by line; every other line stays as it is.
     *
     * @param wanted the records of each RRset to change; no records: the RRset is removed
     */
    static Map<ZoneLine, LineChange> of(
            ZoneLayout layout, SortedMap<Question, List<Record>> wanted) {
        var decision = new LineChanges(layout);
        wanted.forEach(decision::set);
        decision.placeNew();
        decision.changes.keySet().forEach(layout::editable);
        return decision.changes;
    }

    private void set(Question question, List<Record> wanted) {
        List<ZoneLine> lines = layout.linesOf(question);
        var missing = new LinkedHashSet<Record>(wanted);
        var surplus = new ArrayList<ZoneLine>();
        Set<Record> kept = new HashSet<>(wanted);
        for (ZoneLine line : lines) {
            missing.remove(line.entry().record());
            if (!kept.contains(line.entry().record())) {
                surplus.add(line);
            }
        }
        var additions = new ArrayList<Record>();
        for (Record record : missing) {
            additions.add(lines.isEmpty() ? record : withTtl(record, lines));
        }
        if (!surplus.isEmpty() || !additions.isEmpty()) {
            layout.requireChangeable(question);
        }
        while (!surplus.isEmpty() && !additions.isEmpty()) {
            replace(surplus.removeFirst(), additions.removeFirst());
        }
        surplus.forEach(line -> changes.put(line, change(line).withoutLine()));
        if (lines.isEmpty()) {
            newRecords.addAll(additions);
        } else {
            additions.forEach(record -> add(lines.getLast(), record, false));
        }
    }

    /**
     * Returns the record with the lowest TTL of its RRset, which has one TTL (RFC 2181, section
     * 5.2).
     */
    private static Record withTtl(Record record, List<ZoneLine> lines) {
        long ttl = lines.stream().mapToLong(l -> l.entry().record().getTTL()).min().orElseThrow();
        return ZoneTtl.withTtl(record, ttl);
    }

    private void replace(ZoneLine line, Record record) {
        if (line.isReplaceable()) {
            changes.put(line, change(line).withData(record));
        } else {
            changes.put(line, change(line).withoutLine());
            add(line, record, false);
        }
    }

    /** Adds the records of new RRsets beside related records. */
    private void placeNew() {
        newRecords.sort(FILE_ORDER);
        var begun = new HashSet<Name>();
        for (Record record : newRecords) {
            Name name = record.getName();
            Name subject = ZoneLayout.subject(name);
            ZoneLine line = layout.last(name).orElseGet(() -> layout.neighbour(name));
            boolean newSubject = !ZoneLayout.subject(line.name()).equals(subject);
            add(line, record, newSubject && begun.add(subject));
        }
    }

    private void add(ZoneLine beside, Record record, boolean apart) {
        ZoneLine line = layout.addable(beside);
        changes.put(line, change(line).withAddition(new LineChange.Addition(record, apart)));
    }

    private LineChange change(ZoneLine line) {
        return changes.getOrDefault(line, LineChange.NONE);
    }
}
