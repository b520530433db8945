package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Record;

/**
 * The records of one owner and type, at least one, in the order they were read (RFC 2181, section
 * 5).
 */
public record RRset(Question question, List<ZoneRecord> records) {
    /** Rejects an empty list, and a record of another owner or type. */
    public RRset {
        records = List.copyOf(records);
        if (records.isEmpty()) {
            throw new IllegalArgumentException("an RRset has at least one record");
        }
        for (ZoneRecord record : records) {
            if (record.record().getType() != question.type()
                    || !record.owner().equals(question.owner())) {
                throw new IllegalArgumentException(record.question() + " is not " + question);
            }
        }
    }

    /** Returns the RRset of records of one owner and type. */
    public static RRset of(List<Record> records) {
        var all = new ArrayList<ZoneRecord>(records.size());
        for (Record record : records) {
            all.add(ZoneRecord.of(record));
        }
        return new RRset(all.getFirst().question(), all);
    }

    /** Returns the records of an answer, in order; none where absent or failed. */
    public static Stream<ZoneRecord> records(DnsAnswer<RRset> answer) {
        return answer.found().stream().flatMap(set -> set.records().stream());
    }

    /** Returns its TTL in seconds, the lowest of its records. */
    public long ttl() {
        long least = records.getFirst().record().getTTL();
        for (int i = 1; i < records.size(); i++) {
            least = Math.min(least, records.get(i).record().getTTL());
        }
        return least;
    }

    /** Returns the records without positions, in order. */
    public List<Record> dnsRecords() {
        return records.stream().map(ZoneRecord::record).toList();
    }

    /** Returns whether both have the same rdata; order, TTL and duplicates do not matter. */
    public boolean hasSameRdata(RRset other) {
        return question.equals(other.question) && rdata().equals(other.rdata());
    }

    private Set<String> rdata() {
        return records.stream()
                .map(r -> ZoneRecord.canonicalRdata(r.record()))
                .collect(Collectors.toSet());
    }

    /** Returns the same records in canonical order (RFC 4034, section 6.3). */
    public RRset sorted() {
        return new RRset(
                question,
                records.stream().sorted(Comparator.comparing(ZoneRecord::record)).toList());
    }

    /** Returns zone-file text, one line for each record. */
    @Override
    public String toString() {
        return records.stream().map(r -> r.record().toString()).collect(Collectors.joining("\n"));
    }
}
