package dev.wgmesh.plan;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneLookup;
import dev.wgmesh.zone.ZoneRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Record;

/**
 * The difference between a zone as it is and as it is wanted, RRset by RRset.
 *
 * <table>
 * <caption>What becomes of an RRset</caption>
 * <tr><th>as it is</th><th>as wanted</th><th>change</th></tr>
 * <tr><td>absent</td><td>records</td><td>Create, with the TTL wanted</td></tr>
 * <tr><td>records</td><td>other rdata</td><td>Replace; the TTL it has is kept</td></tr>
 * <tr><td>records</td><td>none</td><td>Delete</td></tr>
 * <tr><td>records</td><td>the same rdata</td><td>none, whatever order, case of names or TTL</td></tr>
 * </table>
 */
public final class ZoneDifference {
    private final ZoneLookup actual;
    private final Map<Question, List<Record>> wanted = new TreeMap<>();

    /** Creates a difference that is empty yet, from {@code actual}. */
    public ZoneDifference(ZoneLookup actual) {
        this.actual = actual;
    }

    /** Wants the record beside those of its RRset. */
    public ZoneDifference add(Record record) {
        List<Record> records = of(new Question(record.getName(), record.getType()));
        if (records.stream().noneMatch(record::equals)) {
            records.add(record);
        }
        return this;
    }

    /** Wants each of the records beside those of its RRset. */
    public ZoneDifference addAll(Collection<Record> records) {
        records.forEach(this::add);
        return this;
    }

    /** Wants the RRset of the question to be exactly these records; none: removed. */
    public ZoneDifference replace(Question question, Collection<Record> records) {
        wanted.put(question, new ArrayList<>());
        return addAll(records);
    }

    private List<Record> of(Question question) {
        return wanted.computeIfAbsent(
                question,
                q -> new ArrayList<>(actual.rrset(q).map(RRset::dnsRecords).orElse(List.of())));
    }

    /** Returns the changes that lead from the zone as it is to what is wanted, sorted. */
    public List<RRsetChange> changes() {
        var changes = new ArrayList<RRsetChange>();
        wanted.forEach((question, records) -> change(question, records).ifPresent(changes::add));
        return changes;
    }

    private Optional<RRsetChange> change(Question question, List<Record> records) {
        Optional<RRset> before = actual.rrset(question);
        if (records.isEmpty()) {
            return before.map(RRsetChange.Delete::new);
        }
        if (before.isEmpty()) {
            return Optional.of(new RRsetChange.Create(RRset.of(records)));
        }
        long ttl = before.get().ttl();
        RRset after = RRset.of(records.stream().map(record -> withTtl(record, ttl)).toList());
        return after.hasSameRdata(before.get())
                ? Optional.empty()
                : Optional.of(new RRsetChange.Replace(before.get(), after));
    }

    private static Record withTtl(Record record, long ttl) {
        return record.getTTL() == ttl ? record : ZoneRecord.copy(record, record.getName(), ttl);
    }
}
